import { type Batch, ticketLog } from './batch.ts';

/** What the wire contract calls a batch: the event's name and its payload, as JSON text. */
export type Payload = { event: 'messages' | 'tickets'; json: string };

const texts = new WeakMap<Batch, string>();

const encode = ({ log, after, version, entries }: Batch): string =>
  log === ticketLog
    ? JSON.stringify({ after, version, rejections: entries })
    : JSON.stringify({ conversationId: log, after, version, messages: entries });

/** The event of a batch. It is encoded once, however many sockets and instances it goes to. */
export const payloadOf = (batch: Batch): Payload => {
  let json = texts.get(batch);
  if (json === undefined) {
    json = encode(batch);
    texts.set(batch, json);
  }
  return { event: batch.log === ticketLog ? 'tickets' : 'messages', json };
};

/** Says what the payload of a batch is, where it came as text. */
export const rememberPayload = (batch: Batch, json: string): void => {
  texts.set(batch, json);
};
