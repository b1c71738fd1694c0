import { createHash } from 'node:crypto';
import {
  errorCodes,
  type Failure,
  failure,
  type IngestData,
  limits,
  notFound,
  type Result,
  success,
} from '../../protocol/index.ts';
import { isPassing } from '../engine/store/database.ts';
import type { Headers as EventHeaders } from './cloud-event.ts';
import type { Arrival, Intake } from './intake.ts';
import { elementsOf, notJson } from './json.ts';
import { type Reader, readPlainly, type Unread } from './reader.ts';
import { findFaultUnder, type Headers } from './signature.ts';
import { type Decoded, decodeText } from './text.ts';

export type IngestRequest = { headers: Headers; body: Buffer };
export type IngestAnswer = { status: number; body: Result<IngestData> };

/** Answers one request; throws only what is a defect of the server. */
export type TicketIngest = (request: IngestRequest) => Promise<IngestAnswer>;

const retryAfterMs = 1_000;
const unsupportedMediaType = 415;

/** Who signs what comes, and how it is read. */
export type SignedSource = {
  /** What tickets know it by. */
  name: string;
  /** One at least: any of them is good. */
  secrets: readonly string[];
  read: Reader;
  /** What a request is told that is signed, where nothing is taken in now. */
  closed?: Failure;
};

/**
 * What `POST /api/ingest/tickets` does, for the source of the settings.
 * @param secret INGEST_SECRET; without it the route is closed
 */
export const createTicketIngest = ({
  secret,
  intake,
}: {
  secret: string | undefined;
  intake: Intake;
}): TicketIngest => {
  if (secret === undefined) return async () => refuse(notFound());
  return (request) => takeSigned(intake, { name: 'http', secrets: [secret], read: readPlainly }, request);
};

/**
 * Takes one ticket event or an array of them, signed as they are sent, packed or not, each bare or as a CloudEvent. A broken element
 * is kept as a dead letter and the others are stored; the answer has one outcome per element. A body of which nothing can be read is
 * refused, and kept as a dead letter, too. The same request may be sent again: what was stored is then `repeated`.
 * @throws what is a defect of the server
 */
export const takeSigned = async (
  intake: Intake,
  source: SignedSource,
  { headers, body }: IngestRequest,
): Promise<IngestAnswer> => {
  if (body.length > limits.requestBytes) return refuse(failure('too_large', `more than ${limits.requestBytes} bytes`));
  const fault = findFaultUnder(source.secrets, headers, body);
  if (fault !== null) return refuse(failure('unauthenticated', fault));
  if (source.closed) return refuse(source.closed);
  const decoded = await decodeText(body, wrappingOf(headers), limits.requestBytes);
  if (!decoded.ok) return unreadable(intake, source, { headers, body }, decoded);
  const elements = elementsOf(decoded.text, limits.ingestBatch + 1);
  if (elements !== null && elements.length > limits.ingestBatch)
    return refuse(failure('too_large', `more than ${limits.ingestBatch} events`));
  // The headers can be the envelope of one event only.
  const unread = elements?.map((text) => toUnread(text)) ?? [toUnread(decoded.text, toEventHeaders(headers))];
  const arrivals = await source.read(unread);
  if (arrivals.some(({ reading }) => !reading.ok && reading.error === notJson))
    return unreadable(intake, source, { headers, body }, { ok: false, reason: 'malformed', error: notJson });
  return store(intake, source, arrivals, (results) => ({ status: 200, body: success({ results }) }));
};

const unreadable = async (
  intake: Intake,
  source: SignedSource,
  { headers, body }: IngestRequest,
  fault: Exclude<Decoded, { ok: true }>,
): Promise<IngestAnswer> => {
  if (fault.reason === 'too_large') return refuse(failure('too_large', fault.error));
  if (body.length === 0) return refuse(failure('invalid', fault.error));
  const reading = { ok: false, error: fault.error, eventId: null } as const;
  const letter: Arrival = { ...placeOf(body), reading, headers: withWrapping(toEventHeaders(headers), headers) };
  return store(intake, source, [letter], () => ({
    ...refuse(failure('invalid', `${fault.error}; it was kept as a dead letter`)),
    ...(fault.reason === 'unsupported' ? { status: unsupportedMediaType } : {}),
  }));
};

const store = async (
  intake: Intake,
  { name }: SignedSource,
  arrivals: Arrival[],
  answer: (results: IngestData['results']) => IngestAnswer,
): Promise<IngestAnswer> => {
  try {
    const taken = await intake.take(name, arrivals);
    return answer(taken.fenced ? [] : taken.outcomes);
  } catch (error) {
    if (isPassing(error)) return refuse(failure('unavailable', 'the events cannot be stored now', retryAfterMs));
    throw error;
  }
};

const toUnread = (text: string, headers?: EventHeaders): Unread => ({
  ...placeOf(Buffer.from(text.trim())),
  decoded: { ok: true, text },
  headers,
});

// A request has no place of its own to come back to: the place of a dead letter is its content.
const placeOf = (payload: Buffer) => ({
  payload,
  origin: 'http',
  position: createHash('sha256').update(payload).digest('hex'),
});

const textOf = (headers: Headers, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

const wrappingOf = (headers: Headers) => ({
  contentType: textOf(headers, 'content-type'),
  contentEncoding: textOf(headers, 'content-encoding'),
});

// What is kept of a body that was not unpacked says how it is packed.
const withWrapping = (kept: EventHeaders, headers: Headers): EventHeaders => {
  const { contentType, contentEncoding } = wrappingOf(headers);
  return new Map([
    ...kept,
    ...(contentType === undefined ? [] : ([['content-type', contentType]] as const)),
    ...(contentEncoding === undefined ? [] : ([['content-encoding', contentEncoding]] as const)),
  ]);
};

const toEventHeaders = (headers: Headers): EventHeaders =>
  new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && name.startsWith('ce-') ? [[name, decodeHeader(value)]] : [],
    ),
  );

/** As the HTTP binding of CloudEvents (1.0.2, section 3.1.3.2) says: quotes are taken off, then percents are decoded. */
const decodeHeader = (value: string): string => {
  const quoted = /^"(.*)"$/s.exec(value)?.[1];
  const text = quoted === undefined ? value : quoted.replaceAll(/\\(.)/gs, '$1');
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that encodes nothing was meant as it stands.
    return text;
  }
};

export const refuse = (body: Failure): IngestAnswer => ({ status: errorCodes[body.error.code].httpStatus, body });
