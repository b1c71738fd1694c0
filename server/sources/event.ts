import { hash as digest } from 'node:crypto';
import { limits, TicketEvent } from '../../protocol/index.ts';
import type { IncomingEvent } from '../tickets/index.ts';
import { fittingAttributes } from './attributes.ts';
import { type CloudEvent, envelopeOf, type Headers, identityOf, openEnvelope } from './cloud-event.ts';
import { canonicalJson, parseJson } from './json.ts';
import { type Decoded, toText } from './text.ts';

/** What was made of something that arrived: a ticket event, or the reason why it is none. */
export type Reading =
  | { ok: true; event: IncomingEvent }
  | {
      ok: false;
      /** Names the field that is wrong, for whoever looks after the dead letters. */
      error: string;
      /** The event's id, where one could be found. */
      eventId: string | null;
    };

const noHeaders: Headers = new Map();
const longestError = 1_000;
const longestId = 200;

/**
 * The text of a payload as it came off a wire, not packed.
 * @param contentType may name a charset; without one it is UTF-8
 */
export const decodePayload = (payload: Uint8Array, contentType?: string): Decoded =>
  payload.length > limits.ticketEventBytes
    ? { ok: false, reason: 'too_large', error: `the event is longer than ${limits.ticketEventBytes} bytes` }
    : toText(payload, contentType);

/** Reads what was decoded; see {@link readText}. Never throws. */
export const readDecoded = (decoded: Decoded, headers?: Headers): Reading =>
  decoded.ok ? readText(decoded.text, headers) : unreadable(decoded.error);

/** Reads a payload; see {@link decodePayload} and {@link readText}. Never throws. */
export const readPayload = (payload: Uint8Array, headers?: Headers, contentType?: string): Reading =>
  readDecoded(decodePayload(payload, contentType), headers);

/**
 * Reads the JSON text of a ticket event. Never throws.
 *
 * Accepted is a ticket event, bare or as the data of a CloudEvent 1.0, structured (the envelope is the payload) or binary
 * (the envelope is in the headers). Types are strict: nothing is converted from another type. Fields that the contract
 * does not know are kept. A CloudEvent whose data has no `eventId` is known by its source and id.
 */
export const readText = (text: string, headers: Headers = noHeaders): Reading => {
  const opened = openText(text, headers);
  if (!opened.ok) return unreadable(opened.error);
  const { value, raw } = opened;
  return isEnvelope(value) ? readEnvelope(value, raw) : toReading(value, { raw, place: '' });
};

/** What came, as JSON: of a CloudEvent its structured form, whichever way it came. `raw`: its text. */
export type Opened = { value: unknown; raw: string };

/** Parses the JSON text of an event and looks no further. Never throws. */
export const openText = (
  text: string,
  headers: Headers = noHeaders,
): ({ ok: true } & Opened) | { ok: false; error: string } => {
  const parsed = parseJson(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  const envelope = isEnvelope(value) ? null : envelopeOf(headers);
  if (envelope === null) return { ok: true, value, raw: text };
  // Its structured form says all that came, in one text.
  const raw = `${JSON.stringify(envelope).slice(0, -1)},"data":${text}}`;
  return { ok: true, value: { ...envelope, data: value }, raw };
};

/**
 * Reads what a mapping made of an event. Never throws. It is held to the same as an event that comes as we want it; without an
 * `eventId` it is known as the CloudEvent that came. That it is the same event follows from what came, not from what became of it:
 * another mapping makes no other content.
 * @param json of the mapping's result
 */
export const readMapped = (json: string, { value, raw }: Opened): Reading => {
  const parsed = parseJson(json);
  if (!parsed.ok) return unreadable(`${mapped}${parsed.error}`);
  const opened = isEnvelope(value) ? openEnvelope(value) : undefined;
  const event = opened?.ok ? opened.event : undefined;
  const result = parsed.value;
  const isNamed = !isObject(result) || result.eventId !== undefined;
  if (!isNamed && event === undefined)
    return unreadable(`${mapped}gives no eventId, and what came is no CloudEvent, which has an id of its own`);
  const named = isNamed || event === undefined ? result : { ...result, eventId: fittingId(identityOf(event)) };
  // A CloudEvent without data says all that it says in its envelope.
  const content = (event === undefined ? value : event.data) ?? value;
  return toReading(named, { raw, place: mapped, attributes: event?.attributes ?? {}, content });
};

const mapped = 'mapping: ';
const unreadable = (error: string): Reading => ({ ok: false, error, eventId: null });

const isEnvelope = (value: unknown): value is Record<string, unknown> => isObject(value) && 'specversion' in value;

const readEnvelope = (envelope: Record<string, unknown>, raw: string): Reading => {
  const opened = openEnvelope(envelope);
  if (!opened.ok) return { ok: false, error: describe(opened.issues, ''), eventId: null };
  const { event } = opened;
  const { data } = event;
  const named =
    isObject(data) && data.eventId === undefined ? { ...data, eventId: fittingId(identityOf(event)) } : data;
  return toReading(named, { raw, place: 'data.', attributes: event.attributes });
};

type Place = keyof typeof wholes;
/** `content`: what tells this event from another one with its id, where that is not its fields. */
type Origin = { raw: string; place: Place; attributes?: CloudEvent['attributes']; content?: unknown };

const toReading = (value: unknown, { raw, place, attributes = {}, content }: Origin): Reading => {
  const eventId = isObject(value) && typeof value.eventId === 'string' ? storable(value.eventId) : null;
  const refuse = (error: string): Reading => ({ ok: false, error, eventId });
  const parsed = TicketEvent.safeParse(value);
  if (!parsed.success || !isObject(value)) return refuse(describe(parsed.error?.issues ?? [], place));
  const occurredAt = toUtc(parsed.data.occurredAt);
  if (occurredAt === null) return refuse(`${place}occurredAt: is outside the years 1 to 9999`);
  if (parsed.data.url !== undefined && parsed.data.url !== cleaned(parsed.data.url))
    return refuse(`${place}url: contains characters that cannot be stored`);
  if (Buffer.byteLength(raw) > limits.ticketEventBytes)
    return refuse(`the event and its envelope are longer than ${limits.ticketEventBytes} bytes`);
  const { url, ...rest } = parsed.data;
  // A link with a password in it is not offered to be clicked; it is no reason to lose the ticket.
  const event = { ...rest, occurredAt, ...(url === undefined || hasCredentials(url) ? {} : { url }) };
  const further = Object.entries(value).filter(([name]) => !Object.hasOwn(event, name));
  const envelope = Object.entries(attributes).map(([name, attribute]): [string, unknown] => [`ce_${name}`, attribute]);
  const contentHash = hash(canonicalJson(content ?? { ...Object.fromEntries(further), ...event }));
  return { ok: true, event: { ...event, attributes: fittingAttributes([...envelope, ...further]), raw, contentHash } };
};

// PostgreSQL keeps milliseconds here; writing them already makes what is stored equal to what is published.
const toUtc = (occurredAt: string): string | null => {
  const time = new Date(occurredAt);
  if (Number.isNaN(time.getTime())) return null;
  const text = time.toISOString();
  return /^(?!0000)\d{4}-/.test(text) ? text : null;
};

const hasCredentials = (address: string): boolean => {
  const { username, password } = new URL(address);
  return username !== '' || password !== '';
};

// Whatever its source is allowed to call it; its own words are in the envelope.
const fittingId = (id: string): string =>
  id.length <= longestId && id === cleaned(id) && id === id.trim() ? id : `sha256:${hash(canonicalJson(id))}`;

type Issue = { path: PropertyKey[]; message: string };

/** What is not right, where no field of it is to blame. */
const wholes = { '': 'the event', 'data.': 'data', 'mapping: ': 'mapping: the result' } as const;

const describe = (issues: Issue[], place: Place): string => {
  const lines = issues.map(({ path, message }) => {
    const field = path.map(String).join('.');
    return field === '' ? `${wholes[place]}: ${message}` : `${place}${field}: ${message}`;
  });
  return cleaned(lines.join('; ').slice(0, longestError));
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hash = (text: string) => digest('sha256', text);
const cleaned = (text: string) => text.replaceAll('\u0000', '').toWellFormed();
const storable = (text: string) => cleaned(text.slice(0, longestId));
