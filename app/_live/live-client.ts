import type { StoreApi } from 'zustand/vanilla';
import type { ClientEventName, Data, PayloadInput, Result } from '../../protocol/index.ts';
import type { LiveState, Methods } from './slices.ts';

/** What a page, a bot or a test does with a live connection, beside what the slices bring. */
type Core = {
  readonly store: Pick<StoreApi<LiveState>, 'getState' | 'getInitialState' | 'subscribe'>;
  /** Connects; until then nothing leaves the client. */
  start(): void;
  /** Closes the connection and every timer; `start` may be called again. */
  stop(): void;
  /** Asks the server; never rejects. Without a connection the answer is `unavailable`. */
  request<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>>;
};

export type LiveClient = Core & Methods;
