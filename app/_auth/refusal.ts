import type { Confirmation } from '../../protocol/errors.ts';
import type { Messages } from '../_messages/catalogue.ts';

export type AuthErrorKey = keyof Messages['account']['errors'];
export type AuthRefusal = {
  status?: number;
  code?: string | undefined;
  /** The contract's form, where the refusal is ours. */
  error?: { retryAfterMs?: number | undefined; data?: { confirm?: readonly Confirmation[] } } | undefined;
};

const known: Record<string, AuthErrorKey> = {
  INVALID_EMAIL_OR_PASSWORD: 'credentials',
  USER_ALREADY_EXISTS: 'emailTaken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'emailTaken',
  INVALID_EMAIL: 'emailInvalid',
  INVALID_NAME: 'nameInvalid',
  PASSWORD_TOO_SHORT: 'passwordShort',
  PASSWORD_TOO_LONG: 'passwordLong',
  PASSWORD_REPEATED: 'passwordRepeated',
  PASSWORD_PERSONAL: 'passwordPersonal',
  PASSWORD_COMMON: 'passwordCommon',
  PASSWORD_NEEDED: 'passwordNeeded',
  INVALID_PASSWORD: 'passwordWrong',
  SETUP_CODE_NEEDED: 'codeMissing',
  INVALID_SETUP_CODE: 'codeWrong',
  INVITATION_NEEDED: 'invitationNeeded',
  INVALID_INVITATION: 'invitationOver',
  SIGN_UP_CLOSED: 'closed',
  DOMAIN_NOT_ALLOWED: 'domainNotAllowed',
  CONFIRMATION_NEEDED: 'confirmationNeeded',
  TRY_AGAIN: 'tryAgain',
  BANNED_USER: 'banned',
  LINK_OVER: 'linkOver',
  PASSKEY_REFUSED: 'passkeyRefused',
  PASSKEY_ENDED: 'passkeyEnded',
  PASSKEY_THERE: 'passkeyThere',
  PROVIDER_FAILED: 'providerFailed',
  PROVIDER_REFUSED: 'providerRefused',
  JOURNEY_OVER: 'journeyOver',
  ADDRESS_NOT_VERIFIED: 'addressNotVerified',
  ADDRESS_NOT_CONFIRMED: 'addressNotConfirmed',
  LINKED_TO_ANOTHER: 'linkedToAnother',
  ONLY_WAY_IN: 'onlyWayIn',
  RATE_LIMITED: 'tooMany',
  INVALID_CODE: 'secondCodeWrong',
  SIGN_IN_AGAIN: 'signInAgain',
  SECOND_FACTOR_ON: 'secondFactorOn',
  SECOND_FACTOR_OFF: 'unknown',
  MAIL_OFF: 'mailOff',
  TOO_MANY_LETTERS: 'tooManyLetters',
};

/**
 * Which of our texts says why a request about an account was refused.
 * @param refusal the `error` of its answer
 */
export const authErrorKey = ({ status, code }: AuthRefusal): AuthErrorKey => {
  const text = code === undefined ? undefined : known[code];
  if (text) return text;
  if (status === 429) return 'tooMany';
  // better-fetch reports a request that never got an answer without a status, or as 0.
  return status === undefined || status === 0 || status >= 502 ? 'unreachable' : 'unknown';
};

/** @returns in how many seconds one may try again, where the server says so */
export const secondsToWait = ({ error }: AuthRefusal): number | undefined =>
  error?.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(error.retryAfterMs / 1_000));
