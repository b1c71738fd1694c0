import { v7 as uuid } from 'uuid';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ClientEventName, Data, Me, PayloadInput, Result } from '../../protocol/index.ts';
import { failure } from '../../protocol/result.ts';
import { realClock } from './clock.ts';
import type { Command, Learned } from './events.ts';
import { initialState } from './initial-state.ts';
import type { LiveClient } from './live-client.ts';
import type { LiveState } from './model.ts';
import { steadyNetwork } from './network.ts';
import { memoryOutbox } from './outbox-storage-memory.ts';
import { countedPresence } from './presence-watch.ts';
import { type Parts, Runner } from './runner.ts';
import { memoryBrowser } from './tabs-memory.ts';
import { countedTickets } from './ticket-watch.ts';
import { until } from './until.ts';
import { lateWire } from './wire-late.ts';
import type { SocketWireOptions } from './wire-socket.ts';

export type LiveOptions = SocketWireOptions &
  Partial<Parts> & {
    me: Me;
    /** Makes client ids; they must sort in the order in which they are made. */
    newId?: () => string;
    /** How long a request waits for a connection before it is refused. */
    patienceMs?: number;
  };

const complete = (options: LiveOptions): Parts => {
  const report = options.report ?? ((error: unknown) => console.error(error));
  // Socket.IO and the schemas are a third of the code that a page needs, and no part of its first sight.
  const loadWire = async () => (await import('./wire-socket.ts')).socketWire({ ...options, report });
  return {
    connect: options.connect ?? lateWire(loadWire, report),
    outbox: options.outbox ?? memoryOutbox(),
    tabs: options.tabs ?? memoryBrowser()(),
    network: options.network ?? steadyNetwork,
    clock: options.clock ?? realClock,
    report,
  };
};

const requests = (store: StoreApi<LiveState>, runner: Runner, parts: Parts, patienceMs: number) => ({
  async request<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>> {
    const isConnected = await until(store, ({ connection }) => connection.connected, parts.clock, patienceMs);
    if (!isConnected) return failure('unavailable', 'not connected');
    const result = await runner.wire.ask(event, payload);
    if (result.ok) runner.dispatch({ type: 'learned', event, data: result.data } as Learned);
    return result;
  },
});

const loads = (store: StoreApi<LiveState>, dispatch: (command: Command) => void) => {
  const idle = async (id: string) => {
    await until(store, ({ logs, loaded }) => {
      const log = logs[id];
      if (!log) return loaded;
      return (!log.opening || log.opening.state === 'failed') && !log.loadingOlder && !log.loadingNewer;
    });
  };
  return {
    openConversation(conversationId: string) {
      dispatch({ type: 'open-conversation', conversationId });
      return idle(conversationId);
    },
    loadOlder(conversationId: string) {
      dispatch({ type: 'load-older', conversationId });
      return idle(conversationId);
    },
    loadNewer(conversationId: string) {
      dispatch({ type: 'load-newer', conversationId });
      return idle(conversationId);
    },
    jumpTo(conversationId: string, seq?: number) {
      dispatch({ type: 'jump', conversationId, seq: seq ?? null });
      return idle(conversationId);
    },
  };
};

/**
 * A user's live connection, in a browser or anywhere else.
 *
 * ```ts
 * const live = createLiveClient({ me, url: 'http://127.0.0.1:3000', auth: { token } });
 * live.start();
 * await live.openConversation(id);
 * live.send(id, 'hello');
 * ```
 */
export const createLiveClient = (options: LiveOptions): LiveClient => {
  const { me, newId = () => uuid(), patienceMs = 5_000 } = options;
  const parts = complete(options);
  const store = createStore<LiveState>(() => initialState(me));
  const runner = new Runner(store, parts);
  const dispatch = (command: Command) => runner.dispatch(command);

  return {
    store,
    start: () => runner.start(),
    stop: () => runner.stop(),
    send(conversationId, body, { replyToId, attachmentIds = [] } = {}) {
      const clientId = newId();
      const createdAt = new Date(parts.clock.now()).toISOString();
      const content = { conversationId, body, replyToId: replyToId ?? null, attachmentIds: [...attachmentIds] };
      dispatch({ type: 'send', entry: { clientId, ...content, createdAt, status: 'pending', error: null } });
      return clientId;
    },
    retry: (clientId) => dispatch({ type: 'retry', clientId }),
    discard: (clientId) => dispatch({ type: 'discard', clientId }),
    ...requests(store, runner, parts, patienceMs),
    ...loads(store, dispatch),
    markRead: (conversationId, seq) => dispatch({ type: 'mark-read', conversationId, seq }),
    typing: (conversationId) => dispatch({ type: 'type', conversationId }),
    needPeople: (userIds) => dispatch({ type: 'need-people', userIds }),
    watchPresence: countedPresence(dispatch),
    ...countedTickets(dispatch),
    retryNow: () => dispatch({ type: 'retry-now' }),
    signOutLocally: () => dispatch({ type: 'sign-out' }),
  };
};
