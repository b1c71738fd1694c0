import { z } from 'zod';
import { ReadState } from './conversations.ts';
import { defineEvent, defineServerEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, LogPosition, pageSize, Timestamp } from './primitives.ts';

/** How far one has read a conversation, and what is unread after that; the entry is called `read:<conversationId>`. */
export const OwnMark = ReadState.extend({ conversationId: Id });
export type OwnMark = z.infer<typeof OwnMark>;

/** Until when one does not want to be disturbed; the entry is called `doNotDisturb:own`. */
export const DoNotDisturb = z.object({ until: Timestamp.nullable().default(null) });
export type DoNotDisturb = z.infer<typeof DoNotDisturb>;

/**
 * What an entry holds: a field that is called like its kind, which is what stands before the colon in its `id`. There will
 * be further kinds; leave alone what you do not know.
 */
export const PersonalContent = z.looseObject({ read: OwnMark.optional(), doNotDisturb: DoNotDisturb.optional() });
export type PersonalContent = z.infer<typeof PersonalContent>;

/** Something that is one person's own and the same on all their devices, in its current state. */
export const PersonalEntry = z.object({
  id: z.string(),
  /** When it changed last, counted in this person's log. */
  version: LogPosition,
  deleted: z.boolean().default(false),
  content: PersonalContent,
});
export type PersonalEntry = z.infer<typeof PersonalEntry>;

/** Every change with `after < version ≤ version`; what changed twice is there once, in its latest state. */
export const MeEvent = z.object({ after: LogPosition, version: LogPosition, entries: z.array(PersonalEntry) });
export type MeEvent = z.infer<typeof MeEvent>;

export const MeChangesPayload = z.object({
  afterVersion: LogPosition,
  /** In which the caller has seen `afterVersion`: if the log is not that far, the database was put back. */
  epoch: Id.optional(),
  limit: pageSize(limits.personalPage, limits.personalPage),
});
/** `version`: head of the log. `complete`: whether nothing up to it is missing. */
export const MeChangesData = z.object({
  entries: z.array(PersonalEntry),
  version: LogPosition,
  complete: z.boolean(),
});

export const DoNotDisturbPayload = z.object({ until: Timestamp.nullable() });

/** What a client may ask of what is its person's own. */
export const meEvents = {
  'me:do-not-disturb': defineEvent({
    access: 'user',
    budget: 'change',
    payload: DoNotDisturbPayload,
    data: DoNotDisturb,
    says: 'Until when you do not want to be disturbed, or null. Your other devices hear of it with `me`; `sync` says it as `doNotDisturbUntil`.',
  }),
  'me:changes': defineEvent({
    access: 'user',
    budget: 'read',
    payload: MeChangesPayload,
    data: MeChangesData,
    says: 'What changed of your own things (how far you have read) after a version of your own log, in their current state. Begin at `own` of `sync`.',
  }),
};

/** What the server says of it. */
export const meServerEvents = {
  me: defineServerEvent({
    payload: MeEvent,
    says: 'Something of your own changed, here or on another device. A hole before `after` is filled with `me:changes`; without entries it only says how far your own log is.',
  }),
};
