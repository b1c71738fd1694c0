import type en from '../_messages/en.json';

export type AuthErrorKey = keyof typeof en.auth.errors;
export type AuthRefusal = { status?: number; code?: string | undefined };

const known: Record<string, AuthErrorKey> = {
  INVALID_EMAIL_OR_PASSWORD: 'credentials',
  USER_ALREADY_EXISTS: 'emailTaken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'emailTaken',
  INVALID_EMAIL: 'emailInvalid',
  PASSWORD_TOO_SHORT: 'passwordShort',
  PASSWORD_TOO_LONG: 'passwordLong',
  INVALID_PASSWORD: 'passwordWrong',
  EMAIL_PASSWORD_SIGN_UP_DISABLED: 'closed',
  BANNED_USER: 'banned',
};

/**
 * Which of our texts says why better-auth refused.
 * @param refusal the `error` of its answer
 */
export const authErrorKey = ({ status, code }: AuthRefusal): AuthErrorKey => {
  const text = code === undefined ? undefined : known[code];
  if (text) return text;
  if (status === 429) return 'tooMany';
  // better-fetch reports a request that never got an answer without a status, or as 0.
  return status === undefined || status === 0 || status >= 502 ? 'unreachable' : 'unknown';
};
