import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { limits } from './limits.ts';
import { PeopleListData } from './people.ts';
import { Id, LogPosition, line, pageSize, Timestamp } from './primitives.ts';
import { ConflictingEvent, Deed, Priority, Rejection, RejectionState, SourceKey } from './rejections.ts';

/** PostgreSQL has no year 0. */
const Moment = Timestamp.refine((at) => !at.startsWith('0000'), { error: 'there is no year 0' });

/** Which part of the feed; whoever asks is `me`. */
const filter = {
  reasonCode: line(100).optional(),
  priority: Priority.optional(),
  state: RejectionState.optional(),
  assigneeId: z.enum(['me', 'nobody']).or(Id).optional(),
  source: SourceKey.optional(),
  text: line(limits.ticketQuery).optional(),
  occurredAfter: Moment.optional(),
  occurredBefore: Moment.optional(),
};

/** A reason for which a ticket is resolved, as it is stored. */
export const outcomeCode = line(limits.ticketOutcomeCode).regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'is not a code' });

/** Newest first; `before` is the `next` of the page before. */
export const TicketListPayload = z.object({
  before: LogPosition.optional(),
  ...filter,
  limit: pageSize(limits.ticketPage, 50),
});
export const TicketListData = z.object({
  rejections: z.array(Rejection),
  version: LogPosition,
  /** How many rejections are open at this version, whatever the filter. */
  open: LogPosition,
  hasMore: z.boolean(),
  /** Where the next page goes on; null when there is none. */
  next: LogPosition.nullable(),
  /** Set when the search stopped early: everything that was received from this moment on was looked at, what is older was not. */
  searchedTo: Timestamp.nullable(),
});

export const TicketChangesPayload = z.object({
  afterVersion: LogPosition,
  /** In which the caller has seen `afterVersion`: if the log is not that far, the database was put back. */
  epoch: Id.optional(),
  limit: pageSize(limits.ticketChangesPage, limits.ticketChangesPage),
});
export const TicketChangesData = z.object({
  rejections: z.array(Rejection),
  version: LogPosition,
  complete: z.boolean(),
});

/** By its id, or the latest rejection of a ticket. */
export const TicketGetPayload = z
  .object({ rejectionId: Id.optional(), ticketId: line(200).optional() })
  .refine(({ rejectionId, ticketId }) => (rejectionId === undefined) !== (ticketId === undefined), {
    error: 'name either rejectionId or ticketId',
  });
/**
 * `raw`: the event as it came, JSON text; null when it came before events were kept. `conflicting`: what else came under its
 * id, in that order. `history`: the latest deeds, the newest first.
 */
export const TicketGetData = z.object({
  rejection: Rejection,
  raw: z.string().nullable(),
  conflicting: z.array(ConflictingEvent).max(limits.ticketConflicts),
  history: z.array(Deed).max(limits.ticketHistory),
  /** Those that were resolved as duplicates of it, the latest first. */
  duplicates: z.array(Rejection).max(limits.ticketDuplicates).default([]),
  /** The one that it is a duplicate of. */
  original: Rejection.nullable().default(null),
});

export const TicketFacetsPayload = z.object(filter);
const facet = z.array(z.object({ value: z.string(), count: z.int().nonnegative() }));
/**
 * For each field the values one may choose, the most frequent first, counted under all filters but that field's own.
 * Counted is among the newest rejections only: `since` says from when on, or is null when all were counted.
 */
export const TicketFacetsData = z.object({
  version: LogPosition,
  since: Timestamp.nullable(),
  reasonCode: facet.max(limits.ticketReasons),
  priority: facet,
  state: facet,
  source: facet,
  /** Values are ids of people, or `nobody`. */
  assigneeId: facet.max(limits.ticketReasons),
});

export const TicketStatisticsPayload = z.object({});
const perMinute = z.array(z.int().nonnegative()).length(limits.ticketMinutes);
/**
 * Rejections per minute, by when they were rejected: the hour up to the minute of `at`, and the one after it, for clocks
 * that run ahead. True for `version`; everything with a larger `seq` than `lastSeq` is to be added.
 */
export const TicketStatisticsData = z.object({
  version: LogPosition,
  lastSeq: LogPosition,
  /** The server's time. */
  at: Timestamp,
  /** The first minute. */
  from: Timestamp,
  /** The most frequent reasons; those that are not named are counted together in `others`. */
  reasons: z.array(z.object({ reasonCode: z.string(), perMinute })).max(limits.ticketStatisticsReasons),
  others: perMinute,
});
export type TicketStatisticsData = z.infer<typeof TicketStatisticsData>;

/** Whom tickets can be assigned to, in the order of their names. */
export const TicketAssigneesPayload = z.object({
  query: line(100).optional(),
  limit: pageSize(limits.peoplePage, 50),
});

/** `version`, when given, is the version the caller saw: if the rejection changed since, the answer is `conflict`. */
export const action = { rejectionId: Id, version: LogPosition.optional() };
export const TicketAcknowledgePayload = z.object(action);
export const TicketAssignPayload = z.object({ ...action, assigneeId: Id.nullable() });
/** `outcome`: a code of the list in `ticket:settings`. */
export const TicketResolvePayload = z.object({
  ...action,
  outcome: outcomeCode.optional(),
  text: line(limits.ticketOutcomeText).optional(),
});
export const TicketDiscussPayload = z.object(action);
/** `as`: open again for everybody, or as it was when somebody had acknowledged it. */
export const TicketReopenPayload = z.object({ ...action, as: z.enum(['open', 'acknowledged']).default('open') });

/** Changes of the feed in version order; covers every change with `after < version ≤ event.version`. */
export const TicketsEvent = z.object({ after: LogPosition, version: LogPosition, rejections: z.array(Rejection) });
export type TicketsEvent = z.infer<typeof TicketsEvent>;

/** What an admin may ask of tickets. */
export const ticketEvents = {
  'ticket:list': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketListPayload,
    data: TicketListData,
    says: 'The feed, the last received first, filtered. For the next page, pass `next` as `before`. One request looks at a bounded number of rejections: with `searchedTo` the page may hold few or none, and the next one goes on from there.',
  }),
  'ticket:changes': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketChangesPayload,
    data: TicketChangesData,
    says: 'Like `message:changes`, for the feed.',
  }),
  'ticket:get': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketGetPayload,
    data: TicketGetData,
    says: 'One rejection, and what was done with it.',
  }),
  'ticket:facets': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketFacetsPayload,
    data: TicketFacetsData,
    says: 'The values one can filter by, and how often each occurs under the present filter.',
  }),
  'ticket:statistics': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketStatisticsPayload,
    data: TicketStatisticsData,
    says: 'Rejections per minute and reason of the last hour, to be counted on from `tickets` events.',
  }),
  'ticket:assignees': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketAssigneesPayload,
    data: PeopleListData,
    says: 'The people tickets can be assigned to, all or by a part of their name.',
  }),
  'ticket:acknowledge': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketAcknowledgePayload,
    data: Rejection,
    says: 'Says that you take notice of a rejection.',
  }),
  'ticket:assign': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketAssignPayload,
    data: Rejection,
    says: 'Gives a rejection to somebody, or to nobody (`null`).',
  }),
  'ticket:resolve': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketResolvePayload,
    data: Rejection,
    says: 'Says that a rejection is dealt with, and why.',
  }),
  'ticket:reopen': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketReopenPayload,
    data: Rejection,
    says: 'Takes a resolution, a snooze or an acknowledgement back. `acknowledged` keeps who had acknowledged it; where nobody had, it is `invalid`.',
  }),
  'ticket:discuss': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketDiscussPayload,
    data: Rejection,
    says: 'Opens the conversation about a rejection: a private room, made by the first who asks and joined by everybody after. Who asked for the ticket and who rejected it are put in where the event names them by the confirmed e-mail address of an account.',
  }),
};

/** What the server says of them. */
export const ticketServerEvents = {
  tickets: defineServerEvent({
    payload: TicketsEvent,
    says: 'Changes of the ticket feed, in `version` order, for admins. Like `messages`; without entries it only says how far the feed is.',
  }),
};
