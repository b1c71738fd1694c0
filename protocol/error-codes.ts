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
