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

export const RejectionState = z.enum(['open', 'acknowledged', 'resolved']);
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
});
export type Rejection = z.infer<typeof Rejection>;

/** Another content that came under the id of a rejection. */
export const ConflictingEvent = z.object({
  receivedAt: Timestamp,
  /** The JSON text, as it came. */
  raw: z.string(),
});
export type ConflictingEvent = z.infer<typeof ConflictingEvent>;

const deeds = ['acknowledge', 'assign', 'resolve', 'reopen', 'discuss'] as const;
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
