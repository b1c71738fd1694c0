import { z } from 'zod';
import { defineEvent } from './define.ts';
import { limits } from './limits.ts';
import { Role } from './people.ts';
import { Id, line, oneOf, pageSize, Timestamp, text } from './primitives.ts';

/** What admins see of an account. */
export const AccountSummary = z.object({
  id: Id,
  name: z.string(),
  image: z.string().nullable(),
  email: z.string(),
  role: oneOf(Role.options, 'member'),
  /** Whether it was switched off: nobody can sign in to it. */
  deactivated: z.boolean(),
  /** When they were last here, coarsely; null when that is not known. */
  lastSeenAt: Timestamp.nullable(),
  createdAt: Timestamp,
  /** That can still be used. */
  sessions: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  /** Whether there is a second step when they sign in, and how many passkeys they have. */
  secondFactor: z.boolean().default(false),
  passkeys: z.int().nonnegative().default(0),
});
export type AccountSummary = z.infer<typeof AccountSummary>;

export const AccountListPayload = z.object({
  /** A part of the name or of the e-mail address. */
  query: line(limits.email).optional(),
  role: Role.optional(),
  deactivated: z.boolean().optional(),
  /** Of the page before: its `next`. */
  after: text(limits.browseCursor).optional(),
  limit: pageSize(limits.accountPage, 50),
});
/** In the order of their names. A page may be short, or empty, and have a next one: it looks at no more than so many people. */
export const AccountListData = z.object({ accounts: z.array(AccountSummary), next: z.string().nullable() });

export const AccountUpdatePayload = z
  .object({
    userId: Id,
    role: Role.optional(),
    /** Switches the account off, which ends its sessions and API tokens, or on again. */
    deactivated: z.boolean().optional(),
    /** Ends all sessions; API tokens stay. */
    endSessions: z.literal(true).optional(),
    /** Removes the second step and the passkeys, ends all sessions, and tells them by mail. */
    unprotect: z.literal(true).optional(),
    /** Of such a letter. */
    language: z.enum(['en', 'zh']).default('en'),
  })
  .refine(({ userId: _, language: __, ...changes }) => Object.values(changes).some((it) => it !== undefined), {
    error: 'role, deactivated, endSessions or unprotect: at least one of them is needed',
  });

/** What becomes of what somebody wrote: it stays, of a *deleted account*; or it is emptied, message by message. */
const messagesAfterwards = ['kept', 'removed'] as const;

export const AccountDeletePayload = z.object({ userId: Id, messages: z.enum(messagesAfterwards) });

/** Messages of a deleted account that are being removed, or were of late. */
export const MessageRemoval = z.object({
  userId: Id,
  askedById: Id,
  askedAt: Timestamp,
  /** How many were emptied until now. */
  removed: z.int().nonnegative(),
  /** Null while there may be more. */
  endedAt: Timestamp.nullable(),
});
export type MessageRemoval = z.infer<typeof MessageRemoval>;

export const AccountRemovalsPayload = z.object({});
/** The latest first. */
export const AccountRemovalsData = z.object({ removals: z.array(MessageRemoval) });

/** What admins may ask of accounts. */
export const accountEvents = {
  'account:list': defineEvent({
    access: 'admin',
    budget: 'read',
    weight: () => 10,
    payload: AccountListPayload,
    data: AccountListData,
    says: 'Who has an account, by name, e-mail address, role and state.',
  }),
  'account:update': defineEvent({
    access: 'admin',
    budget: 'change',
    dear: true,
    payload: AccountUpdatePayload,
    data: AccountSummary,
    says: 'Gives somebody a role, switches their account off or on, ends their sessions, resets their second step and passkeys. What is taken from them is gone on every instance within seconds. `conflict` (`last_admin`) when nobody would be an admin any more.',
  }),
  'account:delete': defineEvent({
    access: 'admin',
    budget: 'change',
    dear: true,
    needs: 'session',
    payload: AccountDeletePayload,
    data: z.object({ userId: Id }),
    says: 'Deletes an account for ever: name, picture, e-mail address, whatever lets somebody in, their bots, webhooks, invitations and memberships. What they wrote is shown as of a *deleted account*, or is emptied (`messages: removed`), which takes a while. `conflict` (`last_admin`) when nobody would be an admin any more.',
  }),
  'account:removals': defineEvent({
    access: 'admin',
    budget: 'read',
    payload: AccountRemovalsPayload,
    data: AccountRemovalsData,
    says: 'How far the removal of messages of deleted accounts has got: what goes on, and what ended in the last days.',
  }),
};
