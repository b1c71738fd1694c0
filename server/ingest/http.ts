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
import { isPassing } from '../store/database.ts';
import { type Attributes, parse, readValue } from './event.ts';
import type { Arrival, Intake } from './intake.ts';
import { findSignatureFault, type Headers } from './signature.ts';

export type IngestRequest = { headers: Headers; body: Buffer };
export type IngestAnswer = { status: number; body: Result<IngestData> };

/** Answers one request; throws only what is a defect of the server. */
export type TicketIngest = (request: IngestRequest) => Promise<IngestAnswer>;

const retryAfterMs = 1_000;

/**
 * What `POST /api/ingest/tickets` does: one ticket event or an array of them, signed, each bare or as a CloudEvent.
 * A broken element is kept as a dead letter and the others are stored; the answer has one outcome per element. The
 * same request may be sent again: what was stored is then `repeated`.
 * @param secret INGEST_SECRET; without it the route is closed
 */
export const createTicketIngest = ({
  secret,
  intake,
}: {
  secret: string | undefined;
  intake: Intake;
}): TicketIngest => {
  return async ({ headers, body }) => {
    if (secret === undefined) return refuse(notFound());
    if (body.length > limits.requestBytes)
      return refuse(failure('too_large', `more than ${limits.requestBytes} bytes`));
    const fault = findSignatureFault(secret, headers, body);
    if (fault !== null) return refuse(failure('unauthenticated', fault));
    const parsed = parse(body);
    if (!parsed.ok) return refuse(failure('invalid', parsed.error));
    const elements = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
    if (elements.length > limits.ingestBatch)
      return refuse(failure('too_large', `more than ${limits.ingestBatch} events`));
    // The headers can be the envelope of one event only.
    const attributes = Array.isArray(parsed.value) ? undefined : toAttributes(headers);
    return store(
      intake,
      elements.map((element) => toArrival(element, attributes)),
    );
  };
};

const store = async (intake: Intake, arrivals: Arrival[]): Promise<IngestAnswer> => {
  try {
    const taken = await intake.take('http', arrivals);
    return { status: 200, body: success({ results: taken.fenced ? [] : taken.outcomes }) };
  } catch (error) {
    if (isPassing(error)) return refuse(failure('unavailable', 'the events cannot be stored now', retryAfterMs));
    throw error;
  }
};

// A request has no place of its own to come back to: the place of a dead letter is its content.
const toArrival = (element: unknown, attributes: Attributes | undefined): Arrival => {
  const payload = Buffer.from(JSON.stringify(element));
  const position = createHash('sha256').update(payload).digest('hex');
  return { payload, reading: readValue(element, attributes), origin: 'http', position };
};

const toAttributes = (headers: Headers): Attributes =>
  new Map(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));

const refuse = (body: Failure): IngestAnswer => ({ status: errorCodes[body.error.code].httpStatus, body });
