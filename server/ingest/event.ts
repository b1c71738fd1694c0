import { TicketCloudEvent, TicketEvent } from '../../protocol/index.ts';

/** What was made of something that arrived: a ticket event, or the reason why it is none. */
export type Reading =
  | { ok: true; event: TicketEvent }
  | {
      ok: false;
      /** Names the field that is wrong, for whoever looks after the dead letters. */
      error: string;
      /** The event's id, where one could be found. */
      eventId: string | null;
    };

/** Attributes that travel beside the payload: Kafka headers, AMQP properties, HTTP headers. Names in lower case. */
export type Attributes = ReadonlyMap<string, string>;

const noAttributes: Attributes = new Map();
const longestError = 1_000;
const longestId = 200;
// How the bindings of CloudEvents for Kafka, HTTP and AMQP write the names of attributes in binary mode.
const prefixes = ['ce_', 'ce-', 'cloudevents:', 'cloudevents_'];
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a payload as it came off a wire. Never throws.
 *
 * Accepted is a ticket event in JSON, bare or as the data of a CloudEvent 1.0, structured (the envelope is the payload)
 * or binary (the envelope is in the attributes). Types are strict: nothing is converted from another type. Fields that
 * the contract does not know are ignored, because an event from outside may carry more than Switchboard needs. A
 * CloudEvent whose data has no `eventId` is known by its source and id, which together are unique by specification.
 */
export const readPayload = (payload: Uint8Array, attributes: Attributes = noAttributes): Reading => {
  const parsed = parse(payload);
  return parsed.ok ? readValue(parsed.value, attributes) : { ok: false, error: parsed.error, eventId: null };
};

/** Like {@link readPayload}, for what is parsed from JSON already. */
export const readValue = (value: unknown, attributes: Attributes = noAttributes): Reading => {
  const envelope = isObject(value) && 'specversion' in value ? value : inAttributes(value, attributes);
  if (envelope === null) return toReading(value, '');
  const parsed = TicketCloudEvent.safeParse(envelope);
  if (!parsed.success) return { ok: false, error: describe(parsed.error.issues, ''), eventId: null };
  const { data, source, id } = parsed.data;
  const named = isObject(data) && data.eventId === undefined ? { ...data, eventId: `${source}/${id}` } : data;
  return toReading(named, 'data.');
};

/** @returns the parsed JSON of a request or a message, or what is wrong with it */
export const parse = (payload: Uint8Array): { ok: true; value: unknown } | { ok: false; error: string } => {
  if (payload.length === 0) return { ok: false, error: 'the payload is empty' };
  try {
    const value: unknown = JSON.parse(utf8.decode(payload));
    return { ok: true, value };
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'JSON' : 'UTF-8';
    return { ok: false, error: `the payload is not ${reason}` };
  }
};

const toReading = (value: unknown, place: string): Reading => {
  const parsed = TicketEvent.safeParse(value);
  const eventId = isObject(value) && typeof value.eventId === 'string' ? storable(value.eventId) : null;
  if (!parsed.success) return { ok: false, error: describe(parsed.error.issues, place), eventId };
  const occurredAt = toUtc(parsed.data.occurredAt);
  if (occurredAt === null) return { ok: false, error: `${place}occurredAt: is outside the years 1 to 9999`, eventId };
  if (parsed.data.url !== undefined && parsed.data.url !== cleaned(parsed.data.url))
    return { ok: false, error: `${place}url: contains characters that cannot be stored`, eventId };
  return { ok: true, event: { ...parsed.data, occurredAt } };
};

// PostgreSQL keeps milliseconds here; writing them already makes what is stored equal to what is published.
const toUtc = (occurredAt: string): string | null => {
  const time = new Date(occurredAt);
  if (Number.isNaN(time.getTime())) return null;
  const text = time.toISOString();
  return /^(?!0000)\d{4}-/.test(text) ? text : null;
};

const inAttributes = (data: unknown, attributes: Attributes): Record<string, unknown> | null => {
  const prefix = prefixes.find((name) => attributes.has(`${name}specversion`));
  if (prefix === undefined) return null;
  const get = (name: string) => attributes.get(`${prefix}${name}`);
  return { specversion: get('specversion'), id: get('id'), source: get('source'), type: get('type'), data };
};

type Issue = { path: PropertyKey[]; message: string };

const describe = (issues: Issue[], place: string): string => {
  const lines = issues.map(({ path, message }) => {
    const field = path.map(String).join('.');
    return field === '' ? `${place === '' ? 'the event' : 'data'}: ${message}` : `${place}${field}: ${message}`;
  });
  return lines.join('; ').slice(0, longestError);
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const cleaned = (text: string) => text.replaceAll('\u0000', '').toWellFormed();
const storable = (text: string) => cleaned(text.slice(0, longestId));
