import { z } from 'zod';
import { limits } from './limits.ts';
import { personName } from './names.ts';
import { Role } from './people.ts';
import { Id, text } from './primitives.ts';

/** As better-auth compares them: without blanks around, and without regard to capitals. */
const email = z.string().trim().toLowerCase().max(limits.email).pipe(z.email());

// A password is compared as it was typed. How good a new one is, `passwordWeakness` says; here it is only bounded.
const password = z.string().min(1).max(limits.passwordMost);

const day = 86_400;
const empty = z.strictObject({});

/**
 * What the routes under `/api/auth` take. Whatever is not named here is refused: the library behind them accepts more than
 * this product means.
 */
export const accountRequests = {
  signUp: z.strictObject({
    name: personName,
    email,
    password,
    /** The setup code; only the first account needs it. */
    code: z.string().max(limits.setupCode).optional(),
    /** The token of an invitation. */
    invitation: z.string().max(limits.invitationToken).optional(),
  }),
  signIn: z.strictObject({ email, password }),
  signOut: empty,
  getSession: empty,
  listSessions: empty,
  revokeSession: z.strictObject({ token: text(100).min(1) }),
  revokeOtherSessions: empty,
  updateUser: z.strictObject({ name: personName.optional() }),
  changePassword: z.strictObject({
    currentPassword: password,
    newPassword: password,
    /** Also ends the API tokens; all other sessions end in any case. */
    endTokens: z.boolean().default(false),
  }),
  setRole: z.strictObject({ userId: Id, role: Role.exclude(['guest']) }),
  createToken: z.strictObject({
    name: text(limits.tokenName).trim().min(1),
    /** Seconds until it ends. */
    expiresIn: z
      .int()
      .min(day)
      .max(limits.tokenDays * day)
      .default(limits.tokenDaysByDefault * day),
    /** Needed when the session is older than a day. */
    password: password.optional(),
  }),
  listTokens: empty,
  deleteToken: z.strictObject({ keyId: Id }),
} as const;
