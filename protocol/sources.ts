import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { oneOf, Timestamp } from './primitives.ts';

/** Nothing is needed. The rejection itself comes as every other one, in `tickets`. */
export const TicketSamplePayload = z.object({});
export const TicketSampleData = z.object({ eventId: z.string(), ticketId: z.string() });

const sum = z.int().nonnegative();
/** A {@link SourceKey}, and where a Kafka partition is read from; null for what has no partitions. */
const place = { source: z.string(), topic: z.string().nullable(), partition: z.int().nonnegative().nullable() };

/**
 * What a source brought, in sums since `begunAt` that only grow. They are written in the transaction of the events, so they
 * balance: `passed` = `read` + `notForUs`, and `read` = `created` + `repeated` + `conflicting` + `dead`.
 */
export const SourceBook = z.object({
  ...place,
  /** Offsets; where there are none, as many as were read. */
  passed: sum,
  /** Offsets at which there was nothing to read: markers of transactions, aborted or compacted records, tombstones. */
  notForUs: sum,
  read: sum,
  created: sum,
  repeated: sum,
  conflicting: sum,
  dead: sum,
  /** Dead letters that became tickets later; counted with nothing else. */
  mended: sum,
  begunAt: Timestamp,
  /** When it last brought something. */
  movedAt: Timestamp.nullable(),
});
export type SourceBook = z.infer<typeof SourceBook>;

/** `gone`: no longer at the broker when they were to be read. `lost`: read, and then no longer there. */
export const SourceGap = z.object({
  ...place,
  kind: oneOf(['gone', 'lost', 'other'], 'other'),
  /** The first and the last of the offsets. */
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  at: Timestamp,
});
export type SourceGap = z.infer<typeof SourceGap>;

export const SourceBooksPayload = z.object({});
/** `gaps`: the latest first. */
export const SourceBooksData = z.object({
  books: z.array(SourceBook).max(limits.sourceBooks),
  gaps: z.array(SourceGap).max(limits.sourceGaps),
});

/** What an admin may ask of the places that tickets come from. */
export const sourceEvents = {
  'ticket:sample': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: TicketSamplePayload,
    data: TicketSampleData,
    says: 'Lets a made-up rejection come in, to see what it looks like; its source is `sample`.',
  }),
  'source:books': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 5,
    payload: SourceBooksPayload,
    data: SourceBooksData,
    says: 'What each source and partition brought and what became of it, and which offsets were not to be had any more.',
  }),
};
