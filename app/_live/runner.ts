import type { StoreApi } from 'zustand/vanilla';
import type { Clock } from './clock.ts';
import type { Answered, Ask, Effect, LiveEvent } from './events.ts';
import type { LiveState } from './model.ts';
import type { Network } from './network.ts';
import type { OutboxNews } from './outbox-entry.ts';
import type { OutboxStorage } from './outbox-storage.ts';
import { reduce } from './reducer.ts';
import type { Tabs } from './tabs.ts';
import type { ConnectWire, Wire } from './wire.ts';

export type Parts = {
  connect: ConnectWire;
  outbox: OutboxStorage;
  tabs: Tabs;
  network: Network;
  clock: Clock;
  /** Told of everything that went wrong and was survived. */
  report: (error: unknown) => void;
};

// Words from outside belong to a running client; what a page does before that is kept for later.
const isFromOutside = ({ type }: LiveEvent): boolean =>
  type === 'timer' || type === 'answered' || type === 'server' || type.startsWith('wire:');

/** Does what the reducer says, and tells it what became of it. */
export class Runner {
  readonly wire: Wire;
  readonly #store: StoreApi<LiveState>;
  readonly #parts: Parts;
  readonly #timers = new Map<string, () => void>();
  readonly #queue: LiveEvent[] = [];
  #isBusy = false;
  #isStarted = false;
  #stopLeading: (() => void) | null = null;
  #stopListening: (() => void)[] = [];

  constructor(store: StoreApi<LiveState>, parts: Parts) {
    this.#store = store;
    this.#parts = parts;
    this.wire = parts.connect({
      opened: () => this.dispatch({ type: 'wire:opened' }),
      closed: (code) => this.dispatch({ type: 'wire:closed', code }),
      received: (event) => this.dispatch({ type: 'server', ...event }),
    });
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { network, tabs } = this.#parts;
    this.#stopListening = [
      network.listen((online) => this.dispatch({ type: 'network', online })),
      tabs.listen((news) => this.dispatch({ type: 'outbox:news', news })),
    ];
    this.dispatch({ type: 'start', online: network.isOnline() });
  }

  stop(): void {
    if (!this.#isStarted) return;
    this.dispatch({ type: 'stop' });
    this.#isStarted = false;
    for (const end of [...this.#timers.values(), ...this.#stopListening]) end();
    this.#timers.clear();
    this.#stopListening = [];
  }

  /** Takes in an event. One that is caused by an effect waits until the present one is done. */
  dispatch(event: LiveEvent): void {
    if (!this.#isStarted && isFromOutside(event)) return;
    this.#queue.push(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#step(next);
    } finally {
      this.#isBusy = false;
    }
  }

  #step(event: LiveEvent): void {
    const { clock } = this.#parts;
    const before = this.#store.getState();
    const { state, effects } = reduce(before, event, { now: clock.now(), random: clock.random() });
    if (state !== before) this.#store.setState(state, true);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect) {
    switch (effect.kind) {
      case 'open':
        return this.wire.open();
      case 'close':
        return this.wire.close();
      case 'ask':
        return this.#survive(this.#ask(effect.ask, effect.epoch));
      case 'timer':
        return this.#setTimer(effect);
      case 'lead':
        return this.#lead(effect.wanted);
      case 'outbox:load':
        return this.#survive(this.#loadOutbox());
      case 'outbox:put':
        this.#survive(this.#parts.outbox.put(effect.entry));
        return this.#tell({ kind: 'put', entry: effect.entry });
      case 'outbox:remove':
        this.#survive(this.#parts.outbox.remove(effect.clientId));
        return this.#tell({ kind: 'removed', clientId: effect.clientId });
    }
  }

  #survive(work: Promise<void>): void {
    work.catch(this.#parts.report);
  }

  async #ask(ask: Ask, epoch: number): Promise<void> {
    const result = await this.wire.ask(ask.event, ask.payload);
    // The pair of name and answer is right by construction of `ask`, which a union of events cannot express.
    this.dispatch({ type: 'answered', name: ask.event, ask, epoch, result } as Answered);
  }

  #setTimer({ name, id, delayMs, keep }: Extract<Effect, { kind: 'timer' }>): void {
    const key = `${name} ${id}`;
    const running = this.#timers.get(key);
    if (running && keep) return;
    running?.();
    const end = this.#parts.clock.after(delayMs, () => {
      this.#timers.delete(key);
      this.dispatch({ type: 'timer', name, id });
    });
    this.#timers.set(key, end);
  }

  #lead(wanted: boolean): void {
    this.#stopLeading?.();
    const begin = () => this.dispatch({ type: 'outbox:leading', leading: true });
    this.#stopLeading = wanted ? this.#parts.tabs.lead(begin) : null;
  }

  async #loadOutbox(): Promise<void> {
    const { outbox, report } = this.#parts;
    const entries = await outbox.load().catch((error: unknown) => {
      report(error);
      return [];
    });
    this.dispatch({ type: 'outbox:loaded', entries });
  }

  #tell(news: OutboxNews): void {
    this.#parts.tabs.post(news);
  }
}
