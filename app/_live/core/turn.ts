import type { Ask, Fact, LiveState, TimerName } from '../slices.ts';
import type { Effect, Moment } from './events.ts';

/**
 * One step of the reducer while it is being worked out. The states themselves are never changed:
 * a turn only replaces the one it holds, and collects what is to be done outside.
 */
export class Turn {
  state: LiveState;
  readonly moment: Moment;
  readonly effects: Effect[] = [];
  readonly #tell: (turn: Turn, fact: Fact) => void;

  constructor(state: LiveState, moment: Moment, tell: (turn: Turn, fact: Fact) => void) {
    this.state = state;
    this.moment = moment;
    this.#tell = tell;
  }

  set(patch: Partial<LiveState>): void {
    this.state = { ...this.state, ...patch };
  }

  do(effect: Effect): void {
    this.effects.push(effect);
  }

  /** Tells every slice, before anything else happens. */
  tell(fact: Fact): void {
    this.#tell(this, fact);
  }

  ask(ask: Ask): void {
    this.do({ kind: 'ask', ask, socket: this.state.connection.socket });
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

  /** Whether `sync` was answered on this socket; nothing else is asked by itself before. */
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
