import { limits } from '../../protocol/index.ts';

/**
 * A number that a double cannot hold, as its producer wrote it. No schema takes it for a number or a text, so a field of
 * the contract is refused as ever; in JSON it is written as a string.
 */
class Numeral {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toJSON(): string {
    return this.source;
  }
}

export type Parsed = { ok: true; value: unknown } | { ok: false; error: string };

// Where a number can begin: what stands in a string hardly looks so, and an id of hexadecimal digits never does.
const doubtful = /(?:^|[\s:,[])-?[0-9](?:[0-9.]{15}|[0-9.]*[eE][+-]?[0-9]{3})/;
// Any number of so many digits comes back from a double as it was.
const certainDigits = 15;

/** What is said of a text that is no JSON at all. */
export const notJson = 'the payload is not JSON';

/**
 * Parses JSON from outside, whatever it is: what is too long or nested too deep for those who handle it later (most of
 * which recurse) is refused before it is parsed.
 */
export const parseJson = (text: string): Parsed => {
  if (Buffer.byteLength(text) > limits.ticketEventBytes)
    return { ok: false, error: `the event is longer than ${limits.ticketEventBytes} bytes` };
  if (depthOf(text) > limits.ticketEventDepth)
    return { ok: false, error: `the event is nested more than ${limits.ticketEventDepth} deep` };
  try {
    const value: unknown = doubtful.test(text) ? JSON.parse(text, keepNumber) : JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false, error: notJson };
  }
};

/**
 * The texts of the elements of a JSON array, without looking into them.
 * @param most elements that are looked for
 * @returns null when the text is no array; whether its elements are JSON is for {@link parseJson} to say
 */
export const elementsOf = (text: string, most: number): string[] | null => {
  const array = text.trim();
  if (!array.startsWith('[') || !array.endsWith(']')) return null;
  const elements: string[] = [];
  let start = 1;
  scan(array, (character, place, depth) => {
    const isEnd = depth === 0 || (depth === 1 && character === ',');
    if (isEnd) elements.push(array.slice(start, place));
    if (isEnd) start = place + 1;
    return depth > 0 && elements.length < most;
  });
  if (elements.length < most && start !== array.length) return null;
  return elements.length === 1 && elements[0]?.trim() === '' ? [] : elements;
};

/** @returns JSON in which the order of fields says nothing: equal for equal values */
export const canonicalJson = (value: unknown): string =>
  // A replacer is asked about every value there is: most events are flat and need none.
  isPlainObject(value) && Object.values(value).every(isScalar)
    ? JSON.stringify(sorted(value))
    : JSON.stringify(value, (_, inner: unknown) => (isPlainObject(inner) ? sorted(inner) : inner));

const sorted = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const depthOf = (text: string): number => {
  let deepest = 0;
  scan(text, (_, __, depth) => {
    deepest = Math.max(deepest, depth);
    return deepest <= limits.ticketEventDepth;
  });
  return deepest;
};

/**
 * Tells of each bracket and comma outside of strings, with the depth after it, in one pass and without recursion.
 * @param visit stops the scan with false
 */
const scan = (text: string, visit: (character: string, place: number, depth: number) => boolean): void => {
  let depth = 0;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code === codes.quote) {
      place = endOfString(text, place);
      continue;
    }
    if (code === codes.array || code === codes.object) depth++;
    else if (code === codes.arrayEnd || code === codes.objectEnd) depth--;
    else if (code !== codes.comma) continue;
    if (!visit(text.charAt(place), place, depth)) return;
  }
};

const codes = { quote: 0x22, comma: 0x2c, array: 0x5b, backslash: 0x5c, arrayEnd: 0x5d, object: 0x7b, objectEnd: 0x7d };

/** @returns the place of the quote that ends a string; the length of the text when none does */
const endOfString = (text: string, start: number): number => {
  for (let place = start; ; ) {
    place = text.indexOf('"', place + 1);
    if (place === -1) return text.length;
    let before = place;
    while (text.charCodeAt(before - 1) === codes.backslash) before--;
    if ((place - before) % 2 === 0) return place;
  }
};

// `JSON.parse` gives its source text to the reviver since V8 11.4; TypeScript does not know yet.
const keepNumber = (_: string, value: unknown, context?: { source?: string }): unknown => {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  if (String(value) === source) return value;
  const isExact = Number.isSafeInteger(value) || digitsOf(source) <= certainDigits;
  return isExact && Number.isFinite(value) && !isTooSmall(value, source) ? value : new Numeral(source);
};

// Nearer to nothing than this a double has fewer digits, and then none (IEEE 754: the least normal number).
const isTooSmall = (value: number, source: string): boolean =>
  Math.abs(value) < 2 ** -1022 && /[1-9]/.test(source.replace(/[eE].*$/, ''));

const digitsOf = (source: string): number => source.replace(/[eE].*$/, '').replaceAll(/\D|^0+/g, '').length;
