import { type Batch, ticketLog } from './batch.ts';

/** What the wire contract calls a batch: the event's name and its payload, as JSON text. */
export type Payload = { event: 'messages' | 'tickets'; json: string };

const encode = ({ log, after, version, entries }: Batch): string =>
  log === ticketLog
    ? JSON.stringify({ after, version, rejections: entries })
    : messagesText({ log, after, version }, JSON.stringify(entries));

/** @param messages JSON text of the batch's messages, an array @returns the payload of their event */
export const messagesText = (
  { log, after, version }: Pick<Batch, 'log' | 'after' | 'version'>,
  messages: string,
): string => `{"conversationId":"${log}","after":${after},"version":${version},"messages":${messages}}`;

/**
 * The event of a batch. It is encoded once, however many sockets and instances it goes to. (Kept in the batch and not
 * in a WeakMap: collecting the garbage of that took 13 to 30 ms at a time.)
 */
export const payloadOf = (batch: Batch): Payload => {
  batch.json ??= encode(batch);
  return { event: batch.log === ticketLog ? 'tickets' : 'messages', json: batch.json };
};
