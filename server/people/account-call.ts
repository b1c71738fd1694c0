import { errorCodes, type Failure, failure, limits } from '../../protocol/index.ts';
import type { Identity, WaitingSession } from './sessions.ts';

/** Who sends a request, as far as the connection tells. */
export type Caller = { address: string };

/** A request that may go on: of an allowed origin, its input parsed. */
export type AccountCall<Input> = {
  input: Input;
  address: string;
  userAgent: string;
  /** The Cookie header as it came, for the cookies that are not better-auth's. */
  cookie: string | null;
  /** The query as it came. */
  query: URLSearchParams;
  /** Who asks, where the request came with a session that holds. */
  identity: Identity | null;
  /** The session that waits for its second factor, where the request came with one. */
  waiting(): Promise<WaitingSession | null>;
  /** Hands it to better-auth, with a body of ours. */
  forward(path: string, body?: object, headers?: Record<string, string>): Promise<Response>;
};

/**
 * A refusal in the contract's form, and beside it in that of better-auth, whose client in the pages reads `code`.
 * @param reason what pages translate
 */
export const refuse = (reason: string, refusal: Failure, status?: number): Response => {
  const { code, message, retryAfterMs } = refusal.error;
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1_000));
  return Response.json(
    { ...refusal, code: reason, message },
    { status: status ?? errorCodes[code].httpStatus, headers },
  );
};

/** The session that a route for signed-in people was called with. @throws when the route let in somebody without one */
export const ownerOf = ({ identity }: AccountCall<unknown>): Identity => {
  if (identity === null) throw new Error('a route for signed-in people was called without a session');
  return identity;
};

/** @returns the refusal of somebody who tries too often */
export const refuseSlowly = (refusal: Failure): Response => refuse('RATE_LIMITED', refusal);

/**
 * Whether a request was made by a page of somebody else. Browsers send an Origin with every POST; a program sends neither
 * that nor a cookie.
 */
export const isForeign = (headers: Headers, allowed: ReadonlySet<string>): boolean => {
  const origin = headers.get('origin') ?? originOf(headers.get('referer'));
  if (origin !== null) return !allowed.has(origin);
  return headers.has('cookie') || headers.has('sec-fetch-site');
};

const originOf = (address: string | null): string | null =>
  address === null ? null : (URL.parse(address)?.origin ?? 'unknown');

/** @returns the body of a request as JSON, nothing as an empty object, or why it cannot be read */
export const readJson = async (
  request: Request,
): Promise<{ ok: true; json: unknown } | { ok: false; answer: Response }> => {
  const tooLarge = () =>
    refuse('TOO_LARGE', failure('too_large', `body: longer than ${limits.accountRequestBytes} bytes`));
  if (Number(request.headers.get('content-length') ?? 0) > limits.accountRequestBytes)
    return { ok: false, answer: tooLarge() };
  const text = await request.text();
  if (Buffer.byteLength(text) > limits.accountRequestBytes) return { ok: false, answer: tooLarge() };
  if (text === '') return { ok: true, json: {} };
  if (!/^application\/json *(;|$)/i.test(request.headers.get('content-type') ?? ''))
    return {
      ok: false,
      answer: refuse('INVALID_BODY', failure('invalid', 'content-type: must be application/json'), 415),
    };
  try {
    return { ok: true, json: JSON.parse(text) };
  } catch {
    return { ok: false, answer: refuse('INVALID_BODY', failure('invalid', 'body: is not JSON')) };
  }
};
