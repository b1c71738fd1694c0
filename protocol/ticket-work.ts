import { z } from 'zod';
import { defineEvent, defineServerEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, LogPosition, line, pageSize, Timestamp, text } from './primitives.ts';
import { Rejection, TimelineItem } from './rejections.ts';
import { action, outcomeCode } from './tickets.ts';

/** Until a time, or until it has happened so many times more: see `wakesAfter` of a rejection. */
export const TicketSnoozePayload = z
  .object({
    ...action,
    until: Timestamp.refine((at) => !at.startsWith('0000'), { error: 'there is no year 0' }).optional(),
    times: z.int().min(1).max(limits.ticketSnoozeTimes).optional(),
  })
  .refine(({ until, times }) => (until === undefined) !== (times === undefined), {
    error: 'name either until or times',
  });
export const TicketDuplicatePayload = z.object({ ...action, originalId: Id });

/** The latest first; `before` is the `next` of the page before. */
export const TicketTimelinePayload = z.object({
  rejectionId: Id,
  before: LogPosition.optional(),
  limit: pageSize(limits.ticketTimelinePage, 50),
});
export const TicketTimelineData = z.object({
  /** Of the rejection, when it was read. */
  version: LogPosition,
  items: z.array(TimelineItem),
  /** Where the next page goes on; null when there is none. */
  next: LogPosition.nullable(),
  /** How often the same event came again, and when last. Counted, and not told of by itself. */
  repeats: z.object({ count: z.int().nonnegative(), lastAt: Timestamp }).nullable(),
});

const noteText = text(limits.messageBody).refine((body) => body.trim() !== '', { error: 'is empty' });

/** The same `clientId` again is the same note, also after a lost answer. */
export const TicketNotePayload = z.object({ rejectionId: Id, clientId: Id, text: noteText });
/** `note` is its `version` in the timeline; `text` null takes it away. */
export const TicketNoteChangePayload = z.object({
  rejectionId: Id,
  clientId: Id,
  note: LogPosition,
  text: noteText.nullable(),
});

/** Why tickets are resolved. `name` null: one that the product brings, and names in each person's language. */
const Outcome = z.object({ code: outcomeCode, name: line(limits.ticketOutcomeName).nullable() });
export type Outcome = z.infer<typeof Outcome>;

/** Those that the product brings. */
export const defaultOutcomes: readonly Outcome[] = ['corrected', 'justified', 'mistaken', 'obsolete', 'other'].map(
  (code) => ({ code, name: null }),
);

const outcomes = z
  .array(Outcome)
  .min(1)
  .max(limits.ticketOutcomes)
  .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, { error: 'names a code twice' });
const acknowledgeHours = z.int().min(1).max(limits.ticketAcknowledgeHours).nullable();

export const TicketSettingsPayload = z.object({});
export const TicketSettings = z.object({
  outcomes: z.array(z.object({ code: z.string(), name: z.string().nullable() })),
  /** After so many hours an acknowledgement is over, and the ticket open again; null: never. */
  acknowledgeHours,
});
export type TicketSettings = z.infer<typeof TicketSettings>;
/** What is named changes; `outcomes` null brings back those of the product. */
export const TicketConfigurePayload = z.object({
  outcomes: outcomes.nullable().optional(),
  acknowledgeHours: acknowledgeHours.optional(),
});

export const TicketCardsPayload = z.object({ ids: z.array(Id).min(1).max(limits.ticketCards) });
/** `version`: how far the feed was when they were read. Where they are long, the rest is to be asked for again. */
export const TicketCardsData = z.object({ rejections: z.array(Rejection), version: LogPosition });

/** `asks`: whoever looks at it is to say so at once. */
export const TicketLookPayload = z.object({ rejectionId: Id, on: z.boolean(), asks: z.boolean().default(false) });
export const LookingEvent = z.object({ rejectionId: Id, userId: Id, on: z.boolean(), asks: z.boolean() });
export type LookingEvent = z.infer<typeof LookingEvent>;

/** What handlers do with one ticket, beside the deeds that there were first. */
export const ticketWorkEvents = {
  'ticket:snooze': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketSnoozePayload,
    data: Rejection,
    says: 'Puts a rejection aside until a time, or until its ticket has been rejected so many times more; then it is open again by itself.',
  }),
  'ticket:duplicate': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketDuplicatePayload,
    data: Rejection,
    says: 'Resolves a rejection as a duplicate of another one, or of the one that this is a duplicate of. Circles are `invalid`.',
  }),
  'ticket:timeline': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketTimelinePayload,
    data: TicketTimelineData,
    says: 'Everything that happened to a rejection and was said of it, the latest first, down to its arrival.',
  }),
  'ticket:note': defineEvent({
    access: 'handler',
    budget: 'send',
    payload: TicketNotePayload,
    data: Rejection,
    says: 'Writes a note about a rejection. Repeating it with the same `clientId` is safe.',
  }),
  'ticket:note-change': defineEvent({
    access: 'handler',
    budget: 'change',
    payload: TicketNoteChangePayload,
    data: Rejection,
    says: 'Changes a note of your own, or takes it away.',
  }),
  'ticket:settings': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketSettingsPayload,
    data: TicketSettings,
    says: 'Why tickets are resolved, and how long an acknowledgement holds.',
  }),
  'ticket:configure': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: TicketConfigurePayload,
    data: TicketSettings,
    says: 'Changes why tickets are resolved, and how long an acknowledgement holds from now on.',
  }),
  'ticket:cards': defineEvent({
    access: 'handler',
    budget: 'read',
    payload: TicketCardsPayload,
    data: TicketCardsData,
    says: 'Some rejections by their ids, those that there are, as a message that links to them shows them.',
  }),
  'ticket:look': defineEvent({
    access: 'handler',
    budget: 'signal',
    needs: 'connection',
    payload: TicketLookPayload,
    data: z.null(),
    says: 'Says that you look at a rejection, or no longer. Renew it every ten seconds; with `asks` others who look at it say so.',
  }),
};

/** What the server says of it. */
export const ticketWorkServerEvents = {
  looking: defineServerEvent({
    announced: true,
    payload: LookingEvent,
    says: 'Somebody looks at a rejection, or no longer; for handlers. Forget it when it is not renewed within 25 s.',
  }),
};
