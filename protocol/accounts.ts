import { z } from 'zod';
import { limits } from './limits.ts';
import { personName } from './names.ts';
import { Id, text } from './primitives.ts';

/** As better-auth compares them: without blanks around, and without regard to capitals. */
export const emailAddress = z.string().trim().toLowerCase().max(limits.email).pipe(z.email());

// A password is compared as it was typed. How good a new one is, `passwordWeakness` says; here it is only bounded.
const password = z.string().min(1).max(limits.passwordMost);

/** Of the second factor: six digits, or a recovery code; blanks and hyphens do not count. */
const code = z.string().trim().min(1).max(limits.secondFactorCode);

/** What a browser says of a key; what is in it is for the library that verifies it. */
const credential = z.object({
  id: z.string().min(1).max(limits.credentialId),
  rawId: z.string().max(limits.credentialId),
  type: z.literal('public-key'),
  response: z.record(z.string().max(50), z.union([z.string(), z.number(), z.array(z.string().max(50)).max(20)])),
  clientExtensionResults: z.object({}).loose(),
  authenticatorAttachment: z.string().max(50).optional(),
});

/** A page of this site: an address must not be able to send people elsewhere. */
const ownPath = z
  .string()
  .max(limits.ownPath)
  .refine((path) => /^\/(?![/\\])/.test(path) && URL.parse(path, 'http://same.site')?.origin === 'http://same.site', {
    error: 'must be a path of this site',
  });

/** Of the page that asks for a letter, and so of the letter. */
const language = z.enum(['en', 'zh']).catch('en').default('en');

const confirmation = z.string().min(1).max(limits.linkToken);

const empty = z.strictObject({});

/**
 * What the routes under `/api/auth` take. Whatever is not named here is refused: the library behind them accepts more than
 * this product means.
 */
export const accountRequests = {
  signUp: z.strictObject({
    name: personName,
    email: emailAddress,
    password,
    /** The setup code; only the first account needs it. */
    code: z.string().max(limits.setupCode).optional(),
    /** The token of an invitation. */
    invitation: z.string().max(limits.invitationToken).optional(),
    /** The token of the link in a letter to the address: where people of some domains may make an account. */
    confirmation: confirmation.optional(),
  }),
  /** Asks for such a letter. */
  askToSignUp: z.strictObject({ email: emailAddress, language }),
  /** Asks whose address such a link proves. */
  readConfirmation: z.strictObject({ confirmation }),
  signIn: z.strictObject({ email: emailAddress, password }),
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
  /** Asks for a letter with a link to choose a new password, in the language of the page. */
  forgottenPassword: z.strictObject({ email: emailAddress, language }),
  /** Chooses a new password by such a link. */
  newPassword: z.strictObject({
    token: z.string().min(1).max(limits.linkToken),
    newPassword: password,
    /** Also ends the API tokens; all sessions end in any case. */
    endTokens: z.boolean().default(false),
  }),
  /** Asks for a letter to the address that one's account is to have, or has and nobody has confirmed. */
  changeAddress: z.strictObject({ email: emailAddress, language }),
  /** Follows the link in it. */
  confirmAddress: z.strictObject({ token: confirmation, language }),
  /** Proves again who one is. */
  confirm: z.union([z.strictObject({ password }), z.strictObject({ code })]),
  /** Goes to the provider of single sign-on; `next` is where to go afterwards. */
  beginOidc: z.strictObject({
    next: ownPath,
    invitation: z.string().max(limits.invitationToken).optional(),
  }),
  /** As the provider sends somebody back; it may say more, which is left out. */
  finishOidc: z.object({
    code: z.string().max(limits.oidcAnswer).optional(),
    state: z.string().max(limits.oidcAnswer).optional(),
    error: z.string().max(limits.oidcAnswer).optional(),
  }),
  unlinkOidc: empty,
  /** By which ways one gets into one's account. */
  readWays: empty,
  listPasskeys: empty,
  beginPasskey: empty,
  makePasskey: z.strictObject({ name: text(limits.tokenName).trim().min(1), response: credential }),
  deletePasskey: z.strictObject({ passkeyId: Id }),
  beginPasskeySignIn: empty,
  signInByPasskey: z.strictObject({ response: credential }),
  readSecondFactor: empty,
  /** The second step of signing in. */
  giveSecondFactor: z.strictObject({ code }),
  beginSecondFactor: empty,
  turnOnSecondFactor: z.strictObject({ code }),
  turnOffSecondFactor: empty,
  newRecoveryCodes: empty,
} as const;
