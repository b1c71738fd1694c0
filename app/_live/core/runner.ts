import type { StoreApi } from 'zustand/vanilla';
import type { Ask, LiveState } from '../slices.ts';
import type { Clock } from './clock.ts';
import type { Answered, Effect, LiveEvent } from './events.ts';
import type { NextFrame } from './frames.ts';
import { gathered } from './gather.ts';
import type { Behaviours } from './late-slices.ts';
import type { Network } from './network.ts';
import type { TabNews } from './outbox/entry.ts';
import type { OutboxStorage } from './outbox/storage.ts';
import type { Tabs } from './tabs/tabs.ts';
import type { ConnectWire, Wire } from './wire/wire.ts';

export type Parts = {
  connect: ConnectWire;
  outbox: OutboxStorage;
  tabs: Tabs;
  network: Network;
  clock: Clock;
  nextFrame: NextFrame;
  /** Told of everything that went wrong and was survived. */
  report: (error: unknown) => void;
};

/** What the client does, and where its state is. */
export type Core = { store: StoreApi<LiveState>; behaviours: Readonly<Behaviours> };

/** Storage that has not answered by then, in milliseconds, is gone on without. */
const storagePatience = 3_000;
/** More than this is not kept for the next frame. */
const mostWaiting = 1_000;

// Words from outside belong to a running client; what a page does before that is kept for later.
const isFromOutside = ({ type }: LiveEvent): boolean =>
  type === 'timer' || type === 'answered' || type === 'server' || type.startsWith('wire:');

/** Does what the reducer says, and tells it what became of it. */
export class Runner {
  readonly wire: Wire;
  readonly #core: Core;
  readonly #parts: Parts;
  readonly #timers = new Map<string, () => void>();
  readonly #queue: LiveEvent[] = [];
  /** What came from the wire since the last frame. */
  #waiting: LiveEvent[] = [];
  #callOffFrame: (() => void) | null = null;
  #isBusy = false;
  #isStarted = false;
  #stopLeading: (() => void) | null = null;
  #stopListening: (() => void)[] = [];

  constructor(core: Core, parts: Parts) {
    this.#core = core;
    this.#parts = parts;
    this.wire = parts.connect({
      opened: () => this.dispatch({ type: 'wire:opened' }),
      closed: (code) => this.dispatch({ type: 'wire:closed', code }),
      received: (event) => this.#gather({ type: 'server', ...event }),
    });
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { network, tabs } = this.#parts;
    this.#stopListening = [
      network.listen((online) => this.dispatch({ type: 'network', online })),
      tabs.listen((news) => this.dispatch({ type: 'tab', news })),
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
    this.#takeWaiting();
  }

  /**
   * Takes in an event at once, after all that came from the wire before it. One that is caused by an effect waits until
   * the present ones are done.
   */
  dispatch(event: LiveEvent): void {
    if (!this.#isStarted && isFromOutside(event)) return;
    this.#queue.push(...this.#takeWaiting(), event);
    this.#work();
  }

  /** Words of the server wait for the next frame: at any rate the page is drawn once for all of them. */
  #gather(event: LiveEvent): void {
    if (!this.#isStarted) return;
    this.#waiting.push(event);
    if (this.#waiting.length >= mostWaiting) this.#frame();
    else if (this.#waiting.length === 1) this.#callOffFrame = this.#parts.nextFrame(() => this.#frame());
  }

  #frame(): void {
    this.#queue.push(...this.#takeWaiting());
    this.#work();
  }

  #takeWaiting(): LiveEvent[] {
    this.#callOffFrame?.();
    this.#callOffFrame = null;
    return this.#waiting.splice(0);
  }

  #work(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#queue.length > 0) this.#step(gathered(this.#queue.splice(0), this.#core.behaviours.joins));
    } finally {
      this.#isBusy = false;
    }
  }

  /** However many events: those who watch the state are told once. */
  #step(events: readonly LiveEvent[]): void {
    const { clock } = this.#parts;
    const { store, behaviours } = this.#core;
    const before = store.getState();
    let state = before;
    const effects: Effect[] = [];
    for (const event of events) {
      const next = behaviours.reduce(state, event, { now: clock.now(), random: clock.random() });
      state = next.state;
      effects.push(...next.effects);
    }
    if (state !== before) store.setState(state, true);
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect) {
    switch (effect.kind) {
      case 'open':
        return this.wire.open();
      case 'close':
        return this.wire.close();
      case 'ask':
        return this.#survive(this.#ask(effect.ask, effect.socket));
      case 'timer':
        return this.#setTimer(effect);
      case 'lead':
        return this.#lead(effect.wanted);
      case 'outbox:load':
        return this.#survive(this.#loadOutbox());
      case 'outbox:put':
        this.#keep(this.#parts.outbox.put(effect.entry));
        return this.#tell({ kind: 'put', entry: effect.entry });
      case 'outbox:remove':
        this.#keep(this.#parts.outbox.remove(effect.clientId));
        return this.#tell({ kind: 'removed', clientId: effect.clientId });
      case 'outbox:clear':
        this.#survive(this.#parts.outbox.clear());
        return this.#tell({ kind: 'left' });
    }
  }

  #survive(work: Promise<void>): void {
    work.catch(this.#parts.report);
  }

  async #ask(ask: Ask, socket: number): Promise<void> {
    const result = await this.wire.ask(ask.event, ask.payload);
    // The pair of name and answer is right by construction of `ask`, which a union of events cannot express.
    this.dispatch({ type: 'answered', name: ask.event, ask, socket, result } as Answered);
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
    const end = () => this.dispatch({ type: 'outbox:leading', leading: false });
    this.#stopLeading = wanted ? this.#parts.tabs.lead({ begin, end }) : null;
  }

  /** A storage that hangs stops no sending; what it holds is taken in whenever it answers. */
  async #loadOutbox(): Promise<void> {
    const { outbox, clock, report } = this.#parts;
    let isLate = false;
    const answered = clock.after(storagePatience, () => {
      isLate = true;
      report(new Error('the storage of this device does not answer; going on without it'));
      this.dispatch({ type: 'outbox:loaded', entries: [] });
    });
    const entries = await outbox.load().catch((error: unknown) => {
      report(error);
      return [];
    });
    answered();
    this.dispatch({ type: isLate ? 'outbox:found' : 'outbox:loaded', entries });
  }

  /** Says whether what waits would survive the page. */
  #keep(work: Promise<void>): void {
    const { clock, report } = this.#parts;
    const say = (kept: boolean) => {
      answered();
      this.dispatch({ type: 'outbox:kept', kept });
    };
    const answered = clock.after(storagePatience, () => this.dispatch({ type: 'outbox:kept', kept: false }));
    work.then(
      () => say(true),
      (error: unknown) => {
        report(error);
        say(false);
      },
    );
  }

  #tell(news: TabNews): void {
    this.#parts.tabs.post(news);
  }
}
