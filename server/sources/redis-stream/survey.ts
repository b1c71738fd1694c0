import { z } from 'zod';

/** Entries that were trimmed from a stream before they were read, counted from its beginning: from `from` to before `next`. */
export type Missing = { from: number; next: number };

export type StreamState = {
  /** Entries that nobody in the group has read, or read and not acknowledged; null where Redis does not know. */
  waiting: number | null;
  missing: Missing | null;
};

const Text = z.union([z.string(), z.instanceof(Buffer)]).transform(String);
const Count = z.coerce.number().int().nonnegative();
// Before Redis 7 it does not count what was ever added and read.
const Known = Count.nullish();
const Flat = z.array(z.unknown()).transform((flat) => {
  const fields: Record<string, unknown> = {};
  for (let place = 0; place + 1 < flat.length; place += 2) fields[String(flat[place])] = flat[place + 1];
  return fields;
});
const Stream = Flat.pipe(z.object({ length: Count, 'last-generated-id': Text, 'entries-added': Known }));
const Group = Flat.pipe(
  z.object({ name: Text, pending: Count, 'last-delivered-id': Text, 'entries-read': Known, lag: Known }),
);

/**
 * What Redis says of a stream and of one group.
 * @param stream the answer to XINFO STREAM
 * @param groups the answer to XINFO GROUPS
 * @throws where there is no such group, or the answer is none
 */
export const stateOf = (stream: unknown, groups: unknown, name: string): StreamState => {
  const { length, 'last-generated-id': newest, 'entries-added': added } = Stream.parse(stream);
  const group = z
    .array(Group)
    .parse(groups)
    .find((one) => one.name === name);
  if (group === undefined) throw new Error(`the stream has no group ${name}`);
  const read = group['entries-read'];
  // What Redis says of the lag is too much after entries were trimmed unread, until that is put right.
  const isAtEnd = !isBefore(group['last-delivered-id'], newest);
  const unread = isAtEnd ? 0 : group.lag == null ? null : Math.min(group.lag, length);
  const first = added == null ? null : added - length;
  return {
    waiting: unread === null ? null : unread + group.pending,
    missing: first !== null && read != null && read < first ? { from: read, next: first } : null,
  };
};

const partsOf = (id: string): [bigint, bigint] => {
  const [time = '0', n = '0'] = id.split('-');
  return [BigInt(time), BigInt(n)];
};

const isBefore = (one: string, other: string): boolean => {
  const [[time, n], [otherTime, otherN]] = [partsOf(one), partsOf(other)];
  return time === otherTime ? n < otherN : time < otherTime;
};
