import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorCodes, type Failure, failure, limits, type Result, success } from '../../protocol/index.ts';

/** Answers with a result of the contract; the status follows from its code. */
export const respond = (response: ServerResponse, result: Result<unknown>, status?: number): void => {
  const code = status ?? (result.ok ? 200 : errorCodes[result.error.code].httpStatus);
  response.writeHead(code, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(result));
};

/**
 * Reads a request's body into memory.
 * @returns the bytes, or the refusal when it is longer than `limits.requestBytes`
 */
export const readBody = async (request: IncomingMessage): Promise<Result<Buffer>> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const tooLarge = (): Failure => failure('too_large', `body: longer than ${limits.requestBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > limits.requestBytes) return tooLarge();
  for await (const chunk of request) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > limits.requestBytes) return tooLarge();
    chunks.push(part);
  }
  return success(Buffer.concat(chunks));
};
