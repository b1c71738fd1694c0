import { z } from 'zod';
import { defineEvent } from './define.ts';
import { Id, Timestamp } from './primitives.ts';

export const AccountResetLinkPayload = z.object({ userId: Id });
/** `link` is shown this one time. */
export const AccountResetLinkData = z.object({ link: z.url(), expiresAt: Timestamp });

/** What admins may do about how others get in. */
export const signInEvents = {
  'account:reset-link': defineEvent({
    access: 'admin',
    budget: 'change',
    dear: true,
    payload: AccountResetLinkPayload,
    data: AccountResetLinkData,
    says: 'Makes a link by which somebody chooses a new password, for you to hand over: valid for one hour and once, in the place of an earlier one. `not_found` for a blocked account.',
  }),
};
