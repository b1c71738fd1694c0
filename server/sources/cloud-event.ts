import { TicketCloudEvent } from '../../protocol/index.ts';
import { type Parsed, parseJson } from './json.ts';
import { toText } from './text.ts';

/** Attributes that travel beside the payload: Kafka headers, AMQP properties, HTTP headers. Names in lower case. */
export type Headers = ReadonlyMap<string, string>;

/** A CloudEvent, whichever way it came. */
export type CloudEvent = {
  /** All attributes of the envelope. */
  attributes: Record<string, unknown>;
  source: string;
  id: string;
  data: unknown;
};

export type Opened =
  | { ok: true; event: CloudEvent }
  | { ok: false; issues: { path: PropertyKey[]; message: string }[] };

// How the bindings of CloudEvents for Kafka, HTTP and AMQP write the names of attributes in binary mode.
const prefixes = ['ce_', 'ce-', 'cloudevents:', 'cloudevents_'];
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** @returns the envelope that the headers are (binary mode), or null */
export const envelopeOf = (headers: Headers): Record<string, string> | null => {
  const prefix = prefixes.find((name) => headers.has(`${name}specversion`));
  if (prefix === undefined) return null;
  const entries = [...headers].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
};

/**
 * Opens an envelope in the form of the JSON format: what it says of itself, and its data, also when that is in base64.
 * @param envelope attributes and, beside them, `data` or `data_base64`
 */
export const openEnvelope = (envelope: Record<string, unknown>): Opened => {
  const parsed = TicketCloudEvent.safeParse(envelope);
  if (!parsed.success) return { ok: false, issues: parsed.error.issues };
  const { source, id, data, data_base64: encoded } = parsed.data;
  const { data: _, data_base64: __, ...attributes } = envelope;
  if (encoded === undefined) return { ok: true, event: { attributes, source, id, data } };
  const decoded: Parsed = data === undefined ? decode(encoded) : { ok: false, error: 'is not allowed beside data' };
  return decoded.ok
    ? { ok: true, event: { attributes, source, id, data: decoded.value } }
    : { ok: false, issues: [{ path: ['data_base64'], message: decoded.error }] };
};

const decode = (encoded: string): Parsed => {
  if (!base64.test(encoded)) return { ok: false, error: 'is not base64' };
  const text = toText(Buffer.from(encoded, 'base64'));
  return text.ok ? parseJson(text.text) : text;
};

/**
 * The id of an event that has none but those of its CloudEvent, which together are unique by specification. A slash in
 * the id is written as in an address, so that no two pairs come to the same.
 */
export const identityOf = ({ source, id }: CloudEvent): string =>
  `${source}/${id.replaceAll(/[%/]/g, (character) => encodeURIComponent(character))}`;
