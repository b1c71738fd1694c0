import { createHmac, timingSafeEqual } from 'node:crypto';
import { ingestClockTolerance, ingestHeaders } from '../../protocol/index.ts';

/** Headers as Node's HTTP server gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

const tooFar = 'is too far from now';
const form = /^sha256=[0-9a-f]{64}$/;
// Seconds or milliseconds since 1970: 10 digits are seconds until the year 2286.
const timestampForm = /^(\d{10}|\d{13})$/;

const digest = (secret: string, timestamp: string, body: Uint8Array) =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();

/**
 * Signs a body for `POST /api/ingest/tickets`.
 * @param now when it is sent, in milliseconds since 1970
 * @returns the two headers that go with it
 */
export const sign = (secret: string, body: Uint8Array, now = Date.now()): Record<string, string> => {
  const timestamp = String(now);
  const signature = `sha256=${digest(secret, timestamp, body).toString('hex')}`;
  return { [ingestHeaders.timestamp]: timestamp, [ingestHeaders.signature]: signature };
};

/**
 * Whether a body was signed with the secret, and recently.
 * @param now the present, in milliseconds since 1970
 * @returns null when it was, otherwise what is wrong, without a hint at the right signature
 */
export const findSignatureFault = (
  secret: string,
  headers: Headers,
  body: Uint8Array,
  now = Date.now(),
): string | null => {
  const timestamp = headers[ingestHeaders.timestamp];
  const signature = headers[ingestHeaders.signature];
  if (typeof timestamp !== 'string' || typeof signature !== 'string')
    return `the headers ${ingestHeaders.timestamp} and ${ingestHeaders.signature} are needed`;
  if (!timestampForm.test(timestamp)) return `${ingestHeaders.timestamp}: seconds or milliseconds since 1970`;
  const given = form.test(signature) ? Buffer.from(signature.slice('sha256='.length), 'hex') : null;
  if (given === null || !timingSafeEqual(given, digest(secret, timestamp, body)))
    return `${ingestHeaders.signature}: does not match`;
  const sentAt = timestamp.length === 10 ? Number(timestamp) * 1_000 : Number(timestamp);
  // Only after the signature: to whoever cannot sign, the clock of this server is no business.
  return Math.abs(now - sentAt) > ingestClockTolerance ? `${ingestHeaders.timestamp}: ${tooFar}` : null;
};

/**
 * Like {@link findSignatureFault}, where several secrets are valid at once.
 * @param secrets one at least
 */
export const findFaultUnder = (
  secrets: readonly string[],
  headers: Headers,
  body: Uint8Array,
  now = Date.now(),
): string | null => {
  let fault: string | null = 'nothing is valid here';
  for (const secret of secrets) {
    fault = findSignatureFault(secret, headers, body, now);
    if (fault === null || fault.endsWith(tooFar)) return fault;
  }
  return fault;
};
