import type { StoreApi } from 'zustand/vanilla';
import type { ClientEventName, Data, PayloadInput, Result } from '../../protocol/index.ts';
import type { LiveState, TicketFilter } from './model.ts';

export type SendOptions = { replyToId?: string; attachmentIds?: readonly string[] };

/** What a page, a bot or a test does with a live connection. */
export type LiveClient = {
  readonly store: Pick<StoreApi<LiveState>, 'getState' | 'getInitialState' | 'subscribe'>;
  /** Connects; until then nothing leaves the client. */
  start(): void;
  /** Closes the connection and every timer; `start` may be called again. */
  stop(): void;
  /**
   * Puts a message into the outbox; it is shown at once and sent as soon as there is a connection.
   * @returns its client id
   */
  send(conversationId: string, body: string, options?: SendOptions): string;
  /** Sends a failed message again. */
  retry(clientId: string): void;
  /** Takes a message out of the outbox; one that is on its way may still arrive. */
  discard(clientId: string): void;
  /** Asks the server; never rejects. Without a connection the answer is `unavailable`. */
  request<E extends ClientEventName>(event: E, payload: PayloadInput<E>): Promise<Result<Data<E>>>;
  /** Loads the conversation at its first unread message (or its end) and places the "New" line. */
  openConversation(conversationId: string): Promise<void>;
  loadOlder(conversationId: string): Promise<void>;
  loadNewer(conversationId: string): Promise<void>;
  /** Makes the loaded run contain `seq`; without one, the newest message. */
  jumpTo(conversationId: string, seq?: number): Promise<void>;
  markRead(conversationId: string, seq: number): void;
  /** Tells the others that the user is typing; ends by itself. */
  typing(conversationId: string): void;
  /** Follows these people's presence until the returned function is called. */
  watchPresence(userIds: readonly string[]): () => void;
  /** Asks for the names of people who are not known yet. */
  needPeople(userIds: readonly string[]): void;
  /** Keeps a filtered list of the feed up to date until the returned function is called. */
  watchTickets(filter: TicketFilter): () => void;
  loadMoreTickets(filter: TicketFilter): void;
  /** While held, new rejections are counted instead of shown. */
  holdTickets(filter: TicketFilter, hold: boolean): void;
  retryNow(): void;
  /** Ends the live connection of this page after a sign-out; messages that were not sent stay stored for this user. */
  signOutLocally(): void;
};
