import { z } from 'zod';
import { limits } from './limits.ts';
import { Id, LogPosition, line, oneOf, Timestamp, text } from './primitives.ts';

export const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.infer<typeof Priority>;

/**
 * What every source delivers: Kafka, RabbitMQ, Redis Streams and HTTP, bare or as the data of a CloudEvent. It is known
 * by its source and its `eventId`. Further fields are kept: see `attributes` of {@link Rejection}.
 */
export const TicketEvent = z.object({
  eventId: line(200),
  ticketId: line(200),
  title: line(500),
  reasonCode: line(100),
  reason: text(limits.ticketText),
  rejectedBy: line(200),
  requester: line(200).optional(),
  priority: Priority,
  occurredAt: z.iso.datetime({ offset: true }),
  url: text(2_000)
    .pipe(z.url({ protocol: /^https?$/ }))
    .optional(),
});
export type TicketEvent = z.infer<typeof TicketEvent>;

/** The envelope of CloudEvents 1.0 in its JSON format (cloudevents.io, spec v1.0.2, section 3.1). */
export const TicketCloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  data: z.unknown().optional(),
  data_base64: z.string().optional(),
});

/** `snoozed`: it comes back as open by itself, at a time or when it has happened so many times more. */
export const RejectionState = z.enum(['open', 'acknowledged', 'snoozed', 'resolved']);
export type RejectionState = z.infer<typeof RejectionState>;

/** What the settings name. `sample`: made up by Switchboard itself, because an admin asked for one. */
export const TicketSource = z.enum(['kafka', 'rabbitmq', 'redis-stream', 'http', 'sample']);
export type TicketSource = z.infer<typeof TicketSource>;

/** What tickets know their source by: a {@link TicketSource}, or the key of one that an admin has named. It never changes. */
export const SourceKey = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, { error: 'must be a small letter, then small letters, digits and dashes' });

/** A ticket rejection as admins see it: the event, its place in the feed, and what was done about it. */
export const Rejection = z.object({
  id: Id,
  seq: LogPosition,
  version: LogPosition,
  eventId: z.string(),
  ticketId: z.string(),
  title: z.string(),
  reasonCode: z.string(),
  reason: z.string(),
  rejectedBy: z.string(),
  requester: z.string().nullable(),
  priority: oneOf(Priority.options, 'normal'),
  occurredAt: Timestamp,
  url: z.string().nullable(),
  /** A {@link SourceKey}. */
  source: z.string(),
  receivedAt: Timestamp,
  state: oneOf(RejectionState.options, 'open'),
  assigneeId: Id.nullable(),
  acknowledgedById: Id.nullable(),
  acknowledgedAt: Timestamp.nullable(),
  resolvedById: Id.nullable(),
  resolvedAt: Timestamp.nullable(),
  conversationId: Id.nullable(),
  /**
   * What the event carried beside the fields of the contract, and as `ce_…` the attributes of its CloudEvent. Numbers that
   * a double cannot hold are strings.
   */
  attributes: z.record(z.string(), z.unknown()).default({}),
  /** How many events came under the same id with another content. */
  conflicts: z.int().nonnegative().default(0),
  /** How many rejections were open right after this change; null while it is as it came: then it is one more than before. */
  openAfter: LogPosition.nullable().default(null),
  /** When it comes back as open by itself: the end of a snooze, or of an acknowledgement. */
  wakesAt: Timestamp.nullable().default(null),
  /**
   * While it is snoozed: after how many more events it comes back. Counted is every other rejection of the same ticket, from
   * whatever source, and every other content under its own id; not the same event delivered again.
   */
  wakesAfter: z.int().positive().nullable().default(null),
  /** The rejection of which it was resolved as a duplicate; never one that is a duplicate itself. */
  duplicateOfId: Id.nullable().default(null),
  /** Why it was resolved: a code of the list in `ticket:settings`, as it was then. */
  outcome: z.string().nullable().default(null),
  outcomeText: z.string().nullable().default(null),
});
export type Rejection = z.infer<typeof Rejection>;

/** Another content that came under the id of a rejection. */
export const ConflictingEvent = z.object({
  receivedAt: Timestamp,
  /** The JSON text, as it came. */
  raw: z.string(),
});
export type ConflictingEvent = z.infer<typeof ConflictingEvent>;

const deeds = ['acknowledge', 'assign', 'resolve', 'reopen', 'discuss', 'snooze', 'duplicate'] as const;
/** What one can do with a rejection. */
export type DeedKind = (typeof deeds)[number];

/** One thing somebody did with a rejection. */
export const Deed = z.object({
  kind: oneOf([...deeds, 'other'], 'other'),
  byId: Id,
  at: Timestamp,
  /** The version that it made. */
  version: LogPosition,
  /** The state after it. */
  state: oneOf(RejectionState.options, 'open'),
  /** Whom it was assigned to after it. */
  assigneeId: Id.nullable(),
});
export type Deed = z.infer<typeof Deed>;

/** What Switchboard does by itself, what happens to the other one of two, what is said of a ticket, and how it came. */
const happenings = [
  ...['wake', 'expire', 'duplicated', 'separated', 'note', 'conflict', 'receive'],
  ...['rule', 'notification', 'delivery'],
] as const;

/** One thing that happened to a rejection, as its timeline shows it. */
export const TimelineItem = z.object({
  kind: oneOf([...deeds, ...happenings, 'other'], 'other'),
  /** The version that it made; of its arrival and of what is older than the timeline it is 0. */
  version: LogPosition,
  at: Timestamp,
  /** Who did it; null for what Switchboard does by itself, and what nobody does. */
  byId: Id.nullable(),
  /** The state after it. */
  state: oneOf(RejectionState.options, 'open'),
  /** Whom it was assigned to after it. */
  assigneeId: Id.nullable(),
  /** Of a note: Markdown, as it is now; null when it was taken away. With a resolution: what was said of it. */
  text: z.string().nullable().default(null),
  /** Of a note: when it was last changed. */
  editedAt: Timestamp.nullable().default(null),
  /** Of a note: by which whoever wrote it knows it. */
  clientId: Id.nullable().default(null),
  /** Of a snooze, and of its end: until when, or after how many more. */
  until: Timestamp.nullable().default(null),
  times: z.int().nullable().default(null),
  outcome: z.string().nullable().default(null),
  /** The other one of two, where one is a duplicate. */
  otherId: Id.nullable().default(null),
  /** Whose acknowledgement was over. */
  holderId: Id.nullable().default(null),
});
export type TimelineItem = z.infer<typeof TimelineItem>;
