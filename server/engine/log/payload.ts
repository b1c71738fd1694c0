import { limits, type ServerEventName } from '../../../protocol/index.ts';
import type { Batch } from './batch.ts';
import type { LogKind, LogKinds } from './kinds.ts';
import { fromStart } from './page.ts';

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
  const parts: Batch[] = [];
  for (let rest = batch.entries, { after } = batch; rest.length > 0; ) {
    const entries = fromStart(rest);
    rest = rest.slice(entries.length);
    // The last one covers what the batch covers, which may be more than its entries tell.
    const version = rest.length === 0 ? batch.version : (entries.at(-1)?.version ?? after);
    parts.push({ log: batch.log, after, version, entries });
    after = version;
  }
  return parts.map((part) => payloadOf(kinds, part));
};
