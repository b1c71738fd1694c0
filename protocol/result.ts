// Without zod, like limits.ts and closes.ts: what a page loads first imports these three and nothing but types from the rest.
import type { ContractError, ErrorCode } from './errors.ts';

/**
 * Every way a request can be refused, and what the caller should do next.
 * `retry: true` means that the same request may succeed later, unchanged.
 */
export const errorCodes = {
  invalid: { retry: false, httpStatus: 400, meaning: 'the request does not have the form of the contract' },
  unauthenticated: { retry: false, httpStatus: 401, meaning: 'sign in first' },
  forbidden: { retry: false, httpStatus: 403, meaning: 'this caller may never do this' },
  not_found: { retry: false, httpStatus: 404, meaning: 'does not exist, or may not be seen by this caller' },
  conflict: { retry: false, httpStatus: 409, meaning: 'somebody or something else was first' },
  too_large: { retry: false, httpStatus: 413, meaning: 'longer than the contract allows' },
  rate_limited: { retry: true, httpStatus: 429, meaning: 'too many requests; wait `retryAfterMs`' },
  unavailable: { retry: true, httpStatus: 503, meaning: 'cannot be committed now; wait `retryAfterMs`' },
  internal: { retry: false, httpStatus: 500, meaning: 'a defect of the server' },
} as const;

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

/** One answer for "does not exist" and "exists but is not yours", so that nobody can tell them apart. */
export const notFound = (): Failure => failure('not_found', 'not found');

/** @returns whether the same request may succeed later, unchanged */
export const isRetryable = (error: ContractError): boolean => errorCodes[error.code].retry;
