import type { StoreApi } from 'zustand/vanilla';
import type { Clock } from './clock.ts';
import type { Answered, Ask, Effect, LiveEvent } from './events.ts';
import type { LiveState } from './model.ts';
import type { Network } from './network.ts';
import { OutboxNews } from './outbox-entry.ts';
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

export type Runner = {
  readonly wire: Wire;
  dispatch(event: LiveEvent): void;
  start(): void;
  stop(): void;
};

/** Does what the reducer says, and tells it what became of it. */
export const createRunner = (store: StoreApi<LiveState>, parts: Parts): Runner => {
  const { outbox, tabs, network, clock, report } = parts;
  const timers = new Map<string, () => void>();
  const queue: LiveEvent[] = [];
  let isRunning = false;
  let isStarted = false;
  let stopLeading: (() => void) | null = null;
  let stopListening: (() => void)[] = [];

  const wire = parts.connect({
    opened: () => dispatch({ type: 'wire:opened' }),
    closed: (code) => dispatch({ type: 'wire:closed', code }),
    received: (event) => dispatch({ type: 'server', ...event }),
  });

  const setTimer = ({ name, id, delayMs }: Extract<Effect, { kind: 'timer' }>) => {
    const key = `${name} ${id}`;
    timers.get(key)?.();
    const end = clock.after(delayMs, () => {
      timers.delete(key);
      dispatch({ type: 'timer', name, id });
    });
    timers.set(key, end);
  };

  const ask = async (question: Ask, epoch: number) => {
    const result = await wire.ask(question.event, question.payload);
    // The pair of name and answer is right by construction of `ask`, which a union of events cannot express.
    dispatch({ type: 'answered', name: question.event, ask: question, epoch, result } as Answered);
  };

  const lead = (wanted: boolean) => {
    stopLeading?.();
    stopLeading = wanted ? tabs.lead(() => dispatch({ type: 'outbox:leading', leading: true })) : null;
  };

  const loadOutbox = async () => {
    const entries = await outbox.load().catch((error: unknown) => {
      report(error);
      return [];
    });
    dispatch({ type: 'outbox:loaded', entries });
  };

  const tell = (news: OutboxNews) => tabs.post(news);

  const run = (effect: Effect) => {
    switch (effect.kind) {
      case 'open':
        return wire.open();
      case 'close':
        return wire.close();
      case 'ask':
        ask(effect.ask, effect.epoch).catch(report);
        return;
      case 'timer':
        return setTimer(effect);
      case 'lead':
        return lead(effect.wanted);
      case 'outbox:load':
        loadOutbox().catch(report);
        return;
      case 'outbox:put':
        outbox.put(effect.entry).catch(report);
        return tell({ kind: 'put', entry: effect.entry });
      case 'outbox:remove':
        outbox.remove(effect.clientId).catch(report);
        return tell({ kind: 'removed', clientId: effect.clientId });
    }
  };

  const step = (event: LiveEvent) => {
    const { state, effects } = reduce(store.getState(), event, { now: clock.now(), random: clock.random() });
    if (state !== store.getState()) store.setState(state, true);
    for (const effect of effects) run(effect);
  };

  // An effect may bring the next event at once; it waits until this one is done.
  function dispatch(event: LiveEvent): void {
    if (!isStarted && event.type !== 'stop') {
      if (!isBeforeStart(event)) return;
    }
    queue.push(event);
    if (isRunning) return;
    isRunning = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) step(next);
    } finally {
      isRunning = false;
    }
  }

  const hearNews = (message: unknown) => {
    const news = OutboxNews.safeParse(message);
    if (news.success) dispatch({ type: 'outbox:news', news: news.data });
    else report(news.error);
  };

  return {
    wire,
    dispatch,
    start() {
      if (isStarted) return;
      isStarted = true;
      stopListening = [network.listen((online) => dispatch({ type: 'network', online })), tabs.listen(hearNews)];
      dispatch({ type: 'start', online: network.isOnline() });
    },
    stop() {
      if (!isStarted) return;
      dispatch({ type: 'stop' });
      isStarted = false;
      for (const end of [...timers.values(), ...stopListening]) end();
      timers.clear();
      stopListening = [];
    },
  };
};

// What a page does before it is connected is kept; words from the outside belong to a running client only.
const isBeforeStart = ({ type }: LiveEvent): boolean =>
  type !== 'timer' && type !== 'answered' && type !== 'server' && !type.startsWith('wire:');
