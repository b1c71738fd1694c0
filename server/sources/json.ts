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

const doubtful = /[0-9][0-9.]{15}|[eE][+-]?[0-9]{3}/;
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
  JSON.stringify(value, (_, inner: unknown) =>
    isPlainObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

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
    const character = text[place];
    if (character === '"') {
      place = endOfString(text, place);
      continue;
    }
    if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    else if (character !== ',') continue;
    if (!visit(character, place, depth)) return;
  }
};

const endOfString = (text: string, start: number): number => {
  let place = start + 1;
  while (place < text.length && text[place] !== '"') place += text[place] === '\\' ? 2 : 1;
  return place;
};

// `JSON.parse` gives its source text to the reviver since V8 11.4; TypeScript does not know yet.
const keepNumber = (_: string, value: unknown, context?: { source?: string }): unknown => {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined) return value;
  const isExact = Number.isSafeInteger(value) || digitsOf(source) <= certainDigits || String(value) === source;
  return isExact && Number.isFinite(value) ? value : new Numeral(source);
};

const digitsOf = (source: string): number => source.replace(/[eE].*$/, '').replaceAll(/\D|^0+/g, '').length;
