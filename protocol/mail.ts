import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Id, oneOf, pageSize, Timestamp } from './primitives.ts';

/** What a letter is about. */
export const LetterKind = z.enum([
  ...['invitation', 'reset', 'sign-up', 'known', 'confirmation', 'moved', 'unprotected', 'test'],
] as const);
export type LetterKind = z.infer<typeof LetterKind>;

/** `failing`: refused so far, and tried again. `over`: nobody wanted it any more before it could be sent. */
export const LetterState = z.enum(['waiting', 'sent', 'failing', 'over']);
export type LetterState = z.infer<typeof LetterState>;

const Person = z.object({ id: Id, name: z.string() });

/** A letter as admins see it: what it was about and what became of it, not what was in it. */
export const LetterSummary = z.object({
  id: Id,
  kind: oneOf([...LetterKind.options, 'other'], 'other'),
  state: oneOf([...LetterState.options, 'other'], 'other'),
  /** Whose account has the address; null for who has none. */
  to: Person.nullable(),
  /** The first character and the domain: of whom nobody invited, or who has moved away, an admin knows no more. */
  address: z.string(),
  /** Who caused it, where that was somebody who was signed in. */
  by: Person.nullable(),
  createdAt: Timestamp,
  /** When it was last tried, and how often. */
  triedAt: Timestamp.nullable(),
  attempts: z.int().nonnegative(),
  /** Why the last attempt failed. */
  problem: z.string().nullable(),
  /** Until when it is tried. */
  until: Timestamp,
});
export type LetterSummary = z.infer<typeof LetterSummary>;

export const MailListPayload = z.object({
  kind: LetterKind.optional(),
  state: LetterState.optional(),
  /** Of the page before: its `next`. */
  after: Id.optional(),
  limit: pageSize(limits.mailPage, 50),
});
/**
 * The latest first, of the last thirty days. A page may be short, or empty, and have a next one: it looks at no more than so many
 * letters. `server` and `from` are as the environment says, without a password; null where no mail can be sent.
 */
export const MailListData = z.object({
  letters: z.array(LetterSummary),
  next: Id.nullable(),
  server: z.string().nullable(),
  from: z.string().nullable(),
});

export const MailRetryPayload = z.object({ letterId: Id });
export const MailTestPayload = z.object({ language: z.enum(['en', 'zh']).default('en') });

/** What admins may ask of mail. */
export const mailEvents = {
  'mail:list': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 5,
    payload: MailListPayload,
    data: MailListData,
    says: 'Whether mail can be sent, and the latest letters: of what kind, to whom, what became of them, and why one could not be sent.',
  }),
  'mail:retry': defineEvent({
    access: 'admin',
    budget: 'change',
    payload: MailRetryPayload,
    data: LetterSummary,
    says: 'Has a letter that could not be sent so far tried at once. `not_found` where it was sent, or is over.',
  }),
  'mail:test': defineEvent({
    access: 'admin',
    budget: 'invite',
    payload: MailTestPayload,
    data: LetterSummary,
    says: 'Sends a letter to your own address, to see whether it arrives. `conflict` where no mail can be sent, or too many letters were.',
  }),
};
