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
  })
  .refine(({ role, deactivated, endSessions }) => [role, deactivated, endSessions].some((it) => it !== undefined), {
    error: 'role, deactivated or endSessions: at least one of them is needed',
  });

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
    says: 'Gives somebody a role, switches their account off or on, ends their sessions. What is taken from them is gone on every instance within seconds. `conflict` (`last_admin`) when nobody would be an admin any more.',
  }),
};
