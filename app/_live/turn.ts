import type { Ask, Effect, Moment, TimerName } from './events.ts';
import type { ConversationLog, LiveConversation, LiveState } from './model.ts';

const recountDelay = 1_500;

/**
 * One step of the reducer while it is being worked out. The states themselves are never changed:
 * a turn only replaces the one it holds, and collects what is to be done outside.
 */
export class Turn {
  state: LiveState;
  readonly moment: Moment;
  readonly effects: Effect[] = [];

  constructor(state: LiveState, moment: Moment) {
    this.state = state;
    this.moment = moment;
  }

  set(patch: Partial<LiveState>): void {
    this.state = { ...this.state, ...patch };
  }

  setLog(id: string, patch: Partial<ConversationLog>): void {
    const log = this.state.logs[id];
    if (log) this.set({ logs: { ...this.state.logs, [id]: { ...log, ...patch } } });
  }

  setConversation(id: string, patch: Partial<LiveConversation>): void {
    const known = this.state.conversations[id];
    if (known) this.set({ conversations: { ...this.state.conversations, [id]: { ...known, ...patch } } });
  }

  setConnection(patch: Partial<LiveState['connection']>): void {
    this.set({ connection: { ...this.state.connection, ...patch } });
  }

  setOutbox(patch: Partial<LiveState['outbox']>): void {
    this.set({ outbox: { ...this.state.outbox, ...patch } });
  }

  do(effect: Effect): void {
    this.effects.push(effect);
  }

  ask(ask: Ask): void {
    this.do({ kind: 'ask', ask, epoch: this.state.connection.epoch });
  }

  timer(name: TimerName, id: string, delayMs: number): void {
    this.do({ kind: 'timer', name, id, delayMs, keep: false });
  }

  /** Gathers what comes within a span that starts with the first of it. */
  gather(name: TimerName, id: string, delayMs: number) {
    this.do({ kind: 'timer', name, id, delayMs, keep: true });
  }

  /** A wait that differs between clients, so that they do not all come back in the same moment. */
  jittered(delayMs: number): number {
    return Math.round(delayMs * (0.75 + this.moment.random * 0.5));
  }

  /**
   * The wait before attempt number `attempts` + 1, doubling from 500 ms to 5 s, half more or less: after an outage
   * of any length everybody is back within 10 s.
   */
  backoff(attempts: number): number {
    const base = Math.min(5_000, 500 * 2 ** Math.min(attempts, 10));
    return Math.round(base * (0.5 + this.moment.random));
  }

  /** Some counts cannot be told from here: the server is asked for all of them, soon and once. */
  recount() {
    if (!this.synced || this.state.connection.recounting) return;
    this.setConnection({ recounting: true });
    this.timer('recount', String(this.state.connection.epoch), this.jittered(recountDelay));
  }

  get synced(): boolean {
    return this.state.connection.synced;
  }
}

/** A record without one of its entries. */
export const without = <T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> => {
  if (!(key in record)) return record;
  const { [key]: _, ...rest } = record;
  return rest;
};
