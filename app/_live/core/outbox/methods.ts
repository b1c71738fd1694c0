import { neededContract } from '../../../../protocol/version.ts';
import type { Tools } from '../slice.ts';
import { until } from '../until.ts';
import type { OutboxEntry } from './entry.ts';

export type SendOptions = { replyToId?: string; attachmentIds?: readonly string[] };

export type OutboxMethods = {
  /**
   * Puts a message into the outbox; it is shown at once and sent as soon as there is a connection.
   * @returns its client id
   */
  send(conversationId: string, body: string, options?: SendOptions): string;
  /** Sends a failed message again. */
  retry(clientId: string): void;
  /** Takes a message out of the outbox; one that is on its way may still arrive. */
  discard(clientId: string): void;
  /**
   * Waits for a moment for what is being sent.
   * @returns what is still in the outbox: waiting for a connection, or refused
   */
  settleOutbox(): Promise<readonly OutboxEntry[]>;
};

const settlePatience = 1_000;

export const methods = ({ dispatch, store, clock, newId }: Tools): OutboxMethods => ({
  send(conversationId, body, { replyToId, attachmentIds = [] } = {}) {
    const clientId = newId();
    const createdAt = new Date(clock.now()).toISOString();
    const content = { conversationId, body, replyToId: replyToId ?? null, attachmentIds: [...attachmentIds] };
    const since = neededContract('message:send', content);
    const needs = since > 1 ? { since } : {};
    dispatch({ type: 'send', entry: { clientId, ...content, createdAt, status: 'pending', error: null, ...needs } });
    return clientId;
  },
  retry: (clientId) => dispatch({ type: 'retry', clientId }),
  discard: (clientId) => dispatch({ type: 'discard', clientId }),
  async settleOutbox() {
    await until(
      store,
      ({ outbox }) => !outbox.entries.some(({ status }) => status === 'pending'),
      clock,
      settlePatience,
    );
    return store.getState().outbox.entries;
  },
});
