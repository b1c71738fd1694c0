import { z } from 'zod';
import { limits } from './limits.ts';
import { Id, LogPosition, line, pageSize, Timestamp, text } from './primitives.ts';

export const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.infer<typeof Priority>;

/** What every source delivers: Kafka, RabbitMQ, Redis Streams and HTTP, bare or as the data of a CloudEvent. */
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
  data: z.unknown(),
});

export const RejectionState = z.enum(['open', 'acknowledged', 'resolved']);
export type RejectionState = z.infer<typeof RejectionState>;

export const TicketSource = z.enum(['kafka', 'rabbitmq', 'redis-stream', 'http']);
export type TicketSource = z.infer<typeof TicketSource>;

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
  priority: Priority,
  occurredAt: Timestamp,
  url: z.string().nullable(),
  source: TicketSource,
  receivedAt: Timestamp,
  state: RejectionState,
  assigneeId: Id.nullable(),
  acknowledgedById: Id.nullable(),
  acknowledgedAt: Timestamp.nullable(),
  resolvedById: Id.nullable(),
  resolvedAt: Timestamp.nullable(),
  conversationId: Id.nullable(),
});
export type Rejection = z.infer<typeof Rejection>;

/** Newest first; `before` is the `seq` of the last rejection of the page before. */
export const TicketListPayload = z.strictObject({
  before: LogPosition.optional(),
  reasonCode: line(100).optional(),
  priority: Priority.optional(),
  state: RejectionState.optional(),
  assigneeId: Id.optional(),
  source: TicketSource.optional(),
  text: line(200).optional(),
  occurredAfter: Timestamp.optional(),
  occurredBefore: Timestamp.optional(),
  limit: pageSize(limits.ticketPage, 50),
});
export const TicketListData = z.object({ rejections: z.array(Rejection), version: LogPosition, hasMore: z.boolean() });

export const TicketChangesPayload = z.strictObject({
  afterVersion: LogPosition,
  limit: pageSize(limits.ticketChangesPage, limits.ticketChangesPage),
});
export const TicketChangesData = z.object({
  rejections: z.array(Rejection),
  version: LogPosition,
  complete: z.boolean(),
});

/** `version`, when given, is the version the caller saw: if the rejection changed since, the answer is `conflict`. */
const action = { rejectionId: Id, version: LogPosition.optional() };
export const TicketAcknowledgePayload = z.strictObject(action);
export const TicketAssignPayload = z.strictObject({ ...action, assigneeId: Id.nullable() });
export const TicketResolvePayload = z.strictObject(action);
export const TicketDiscussPayload = z.strictObject(action);

/** Changes of the feed in version order; covers every change with `after < version ≤ event.version`. */
export const TicketsEvent = z.object({ after: LogPosition, version: LogPosition, rejections: z.array(Rejection) });
export type TicketsEvent = z.infer<typeof TicketsEvent>;
