import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { line, oneOf, Timestamp, text } from './primitives.ts';
import { SourceKey } from './rejections.ts';
import { isTimeZone } from './time-zone.ts';

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
  /** When the last event that was read had been sent, by its own word; null where nothing says so. */
  lastSentAt: Timestamp.nullable().default(null),
  /** How many stand at the broker and were not read, as it said within the last seconds; null where nobody could ask. */
  lagEvents: sum.nullable().default(null),
  /**
   * How long the oldest of them has been known to wait: from below, and not more than some seconds, or a thirtieth, too little. 0
   * where there is none, null where it is not known.
   */
  lagSeconds: sum.nullable().default(null),
});
export type SourceBook = z.infer<typeof SourceBook>;

/**
 * Something that happened to a source and is no event. `gone`: no longer at the broker when it was to be read. `lost`: read, and then no
 * longer there. `anew`: the topic was deleted and made again, and is read from its beginning. `partition`: there is one more.
 * `group`: how far it was read was forgotten at the broker, and it was read from the beginning.
 */
export const SourceGap = z.object({
  ...place,
  kind: oneOf(['gone', 'lost', 'anew', 'partition', 'group', 'other'], 'other'),
  /** The first and the last of the offsets, or of the entries of a stream, counted; 0 where it is about none. */
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  at: Timestamp,
});
export type SourceGap = z.infer<typeof SourceGap>;

/**
 * Something is wrong with a source, or one of its partitions. `stalled`: there is something to be read, and nothing was for 45
 * seconds, whatever else is said. `silent`: nothing came for longer than somebody said that it may take.
 */
export const SourceAlarm = z.object({
  ...place,
  kind: oneOf(['stalled', 'silent', 'other'], 'other'),
  since: Timestamp,
});
export type SourceAlarm = z.infer<typeof SourceAlarm>;

const TimeOfDay = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, { error: 'is no time of day, as 08:00' });
const TimeZone = text(limits.timeZone).refine(isTimeZone, { error: 'is no time zone' });

/**
 * That at least one event comes every so many minutes, on these days between two times of day. Minutes outside of them are not
 * counted; where the days are next to each other and the hours go round the clock, it is one span.
 */
export const SourceExpectation = z.object({
  minutes: z.int().min(1).max(limits.sourceMinutes),
  /** 1 is Monday, 7 is Sunday: of the day on which the hours begin. */
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  from: TimeOfDay,
  /** Not later than `from`: on the next day. */
  to: TimeOfDay,
  timeZone: TimeZone,
});
export type SourceExpectation = z.infer<typeof SourceExpectation>;

/** `expected`: null ends it. */
export const SourceExpectPayload = z.object({
  source: line(limits.sourceName),
  expected: SourceExpectation.nullable(),
});
export const SourceExpectData = z.object({ expected: SourceExpectation.nullable() });

/** `timeZone`: in which the hours are to be. */
export const SourceRhythmPayload = z.object({ source: line(limits.sourceName), timeZone: TimeZone });
/** `proposed`: null where nothing regular is seen. `days`: how many of the last fourteen are known. */
export const SourceRhythmData = z.object({ proposed: SourceExpectation.nullable(), days: sum });

export const SourceBooksPayload = z.object({});
/** `gaps`: the latest first. `expected`: of which sources something is. */
export const SourceBooksData = z.object({
  books: z.array(SourceBook).max(limits.sourceBooks),
  gaps: z.array(SourceGap).max(limits.sourceGaps),
  alarms: z.array(SourceAlarm).max(limits.sourceAlarms).default([]),
  expected: z
    .array(SourceExpectation.extend({ source: z.string() }))
    .max(limits.sourceExpectations)
    .default([]),
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
    says: 'What each source and partition brought and what became of it, how far it is behind, what is wrong with it, and which offsets were not to be had any more.',
  }),
  'source:expect': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: SourceExpectPayload,
    data: SourceExpectData,
    says: 'Says how often an event is to be expected of a source, in which hours: where none comes for longer, that is an alarm. Refused with `conflict` and `reason: too_many_expectations` where there are as many as there may be.',
  }),
  'source:rhythm': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 20,
    payload: SourceRhythmPayload,
    data: SourceRhythmData,
    says: 'What could be expected of a source, by when it brought something in the last two weeks.',
  }),
};
