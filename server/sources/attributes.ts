import { limits, type Rejection } from '../../protocol/index.ts';

// In JSON: NUL, or half of a surrogate pair, which PostgreSQL's jsonb cannot hold.
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/**
 * As many of these fields as fit, in their order. What is left out here stands in the raw event.
 * @param fields field → a value as JSON has them
 */
export const fittingAttributes = (fields: Iterable<[string, unknown]>): Rejection['attributes'] => {
  const fitting = new Map<string, unknown>();
  let bytes = 2;
  for (const [name, value] of fields) {
    if (value === undefined || name === '__proto__') continue;
    const json = JSON.stringify({ [name]: value });
    const more = Buffer.byteLength(json);
    if (unstorable.test(json) || bytes + more > limits.ticketAttributesBytes) continue;
    if (!fitting.has(name) && fitting.size === limits.ticketAttributes) continue;
    // A value that JSON writes in another way (see json.ts) is kept as it is written.
    fitting.set(name, (JSON.parse(json) as Record<string, unknown>)[name]);
    bytes += more;
  }
  return Object.fromEntries(fitting);
};
