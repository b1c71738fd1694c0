// Without zod, like first-limits.ts: what a page loads first imports these two and nothing but types from the rest.
import type { errorCodes } from './error-codes.ts';
import type { ContractError, ErrorCode, RefusalData } from './errors.ts';

type RetryableCode = {
  [Code in ErrorCode]: (typeof errorCodes)[Code]['retry'] extends true ? Code : never;
}[ErrorCode];
// The table with its explanations is no part of what a page loads first; the type holds this to it.
const retryable: Readonly<Record<RetryableCode, true>> = { rate_limited: true, unavailable: true };

export type Success<T> = { ok: true; data: T };
export type Failure = { ok: false; error: ContractError };
/** The one shape of every answer: an acknowledgement, an HTTP body, a service's return value. */
export type Result<T> = Success<T> | Failure;

export const success = <T>(data: T): Success<T> => ({ ok: true, data });

/**
 * A refusal in the contract's form.
 * @param message English, for developers; user interfaces translate `code`
 * @param retryAfterMs for `unavailable` and `rate_limited`
 */
export const failure = (code: ErrorCode, message: string, retryAfterMs?: number): Failure => ({
  ok: false,
  error: retryAfterMs === undefined ? { code, message } : { code, message, retryAfterMs },
});

/** A refusal that carries what a client needs to say what happened; see {@link failure}. */
export const failureWith = (data: RefusalData, code: ErrorCode, message: string, retryAfterMs?: number): Failure => {
  const { error } = failure(code, message, retryAfterMs);
  return { ok: false, error: { ...error, data } };
};

/** One answer for "does not exist" and "exists but is not yours", so that nobody can tell them apart. */
export const notFound = (): Failure => failure('not_found', 'not found');

/** @returns whether the same request may succeed later, unchanged */
export const isRetryable = (error: ContractError): boolean => error.code in retryable;
