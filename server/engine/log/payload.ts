import { limits, type ServerEventName } from '../../../protocol/index.ts';
import type { Batch } from './batch.ts';
import type { LogKind, LogKinds } from './kinds.ts';

/** What the wire contract calls a batch: the event's name and its payload, as JSON text. */
export type Payload = { event: ServerEventName; json: string };

/**
 * The payload of a batch's event.
 * @param kind of the batch's log
 * @param entries JSON text of its entries, an array
 */
export const payloadText = (
  { prefix, subject, field }: LogKind,
  { log, after, version }: Pick<Batch, 'log' | 'after' | 'version'>,
  entries: string,
): string => `{${subject(log.slice(prefix.length))}"after":${after},"version":${version},"${field}":${entries}}`;

/**
 * The event of a batch. It is encoded once, however many sockets and instances it goes to. (Kept in the batch and not
 * in a WeakMap: collecting the garbage of that took 13 to 30 ms at a time.)
 */
export const payloadOf = (kinds: LogKinds, batch: Batch): Payload => {
  const kind = kinds.of(batch.log);
  batch.json ??= payloadText(kind, batch, JSON.stringify(batch.entries));
  return { event: kind.event, json: batch.json };
};

/** Bytes of UTF-8 that a UTF-16 code unit takes at most. */
const widest = 3;

/**
 * The events of a batch that follow upon each other: one, unless it is larger than `limits.pageBytes`. An entry that is
 * larger by itself has an event of its own.
 */
export const payloadsOf = (kinds: LogKinds, batch: Batch): Payload[] => {
  const whole = payloadOf(kinds, batch);
  if (whole.json.length * widest <= limits.pageBytes || Buffer.byteLength(whole.json) <= limits.pageBytes)
    return [whole];
  const kind = kinds.of(batch.log);
  const texts = batch.entries.map((entry) => JSON.stringify(entry));
  const parts: Payload[] = [];
  for (let begin = 0, { after } = batch; begin < texts.length; ) {
    const end = begin + fittingFromStart(texts, begin);
    // The last one covers what the batch covers, which may be more than its entries tell.
    const version = end === texts.length ? batch.version : (batch.entries[end - 1]?.version ?? after);
    const json = payloadText(kind, { log: batch.log, after, version }, `[${texts.slice(begin, end).join()}]`);
    parts.push({ event: kind.event, json });
    begin = end;
    after = version;
  }
  return parts;
};

/** @returns how many of the texts from a place on fit into a page; the first one always does */
const fittingFromStart = (texts: readonly string[], begin: number): number => {
  let bytes = 0;
  let end = begin;
  for (; end < texts.length; end++) {
    bytes += Buffer.byteLength(texts[end] ?? '');
    if (end > begin && bytes > limits.pageBytes) break;
  }
  return end - begin;
};
