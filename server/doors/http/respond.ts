import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorCodes, type Result } from '../../../protocol/index.ts';

/** What is still read, and thrown away, of a body that was refused, before the connection is cut. */
const lingering = { bytes: 64_000_000, milliseconds: 30_000 };

/** @returns whether a body comes with the request; an empty one does not count */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** @returns the status of an answer, which follows from its code */
export const statusOf = (result: Result<unknown>): number =>
  result.ok ? 200 : errorCodes[result.error.code].httpStatus;

/** Headers of an answer in the contract's form. */
export const answerHeaders = (result: Result<unknown>): Record<string, string> => ({
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  ...(!result.ok && result.error.code === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
  ...(!result.ok &&
    result.error.retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(result.error.retryAfterMs / 1_000)) }),
});

/** `status` where it does not follow from the code; `headers` besides the usual ones. */
export type RespondOptions = { status?: number; headers?: Record<string, string> };

/**
 * Answers with a result of the contract. A caller who is still sending a body that nobody reads gets the answer too: the
 * connection is closed only when the rest has been thrown away, because closing it earlier resets it, and the answer with it.
 */
export const respond = (
  request: IncomingMessage,
  response: ServerResponse,
  result: Result<unknown>,
  options: RespondOptions = {},
): void => {
  const text = Buffer.from(JSON.stringify(result));
  const isUnread = hasBody(request) && !request.complete;
  response.writeHead(options.status ?? statusOf(result), {
    ...answerHeaders(result),
    'content-length': text.length,
    ...options.headers,
    ...(isUnread && { connection: 'close' }),
  });
  if (!isUnread) {
    response.end(text);
    return;
  }
  response.write(text);
  endAfterBody(request, response);
};

const endAfterBody = (request: IncomingMessage, response: ServerResponse): void => {
  let left = lingering.bytes;
  const end = () => {
    clearTimeout(timer);
    request.off('data', throwAway);
    response.end();
  };
  const throwAway = (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) end();
  };
  const timer = setTimeout(end, lingering.milliseconds).unref();
  // An error is the end of the connection, of which 'close' tells as well.
  request.on('error', () => {});
  request.once('close', end).once('end', end).on('data', throwAway);
};
