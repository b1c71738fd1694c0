import { mark } from './mentions.ts';

/** A person named in a text that is being written: `@name` stands at `start`, and `<@id>` is sent for it. */
export type Mention = { id: string; name: string; start: number };
/** A text that is being written; `mentions` in the order of their places. */
export type Written = { text: string; mentions: readonly Mention[] };

export const nothingWritten: Written = { text: '', mentions: [] };

const endOf = ({ start, name }: Mention): number => start + 1 + name.length;

/** Those of `mentions` that really stand in `text`, in order, none inside another. */
export const standingIn = (text: string, mentions: readonly Mention[]): Mention[] => {
  let done = 0;
  return [...mentions]
    .sort((a, b) => a.start - b.start)
    .filter((mention) => {
      const stands = mention.start >= done && text.startsWith(`@${mention.name}`, mention.start);
      if (stands) done = endOf(mention);
      return stands;
    });
};

const commonStart = (a: string, b: string, most: number): number => {
  let length = 0;
  while (length < most && a[length] === b[length]) length += 1;
  return length;
};

const commonEnd = (a: string, b: string): number => {
  let length = 0;
  while (length < Math.min(a.length, b.length) && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
};

/**
 * What is written after the field's text became `text`. A mention moves with the text around it; one that was typed into
 * is a mention no longer.
 * @param cursor end of the selection in the field: what was typed, pasted or deleted ends there
 */
export const rewritten = (before: Written, text: string, cursor: number): Written => {
  if (before.mentions.length === 0 || text === before.text) return { ...before, text };
  const tail = text.slice(cursor);
  // While an input method composes, its cursor may stand inside what it adds.
  const kept = before.text.endsWith(tail) ? tail.length : commonEnd(before.text, text);
  const start = commonStart(before.text, text, Math.min(before.text.length, text.length) - kept);
  const end = before.text.length - kept;
  const moved = text.length - before.text.length;
  const mentions = before.mentions.flatMap((mention) => {
    if (endOf(mention) <= start) return [mention];
    return mention.start >= end ? [{ ...mention, start: mention.start + moved }] : [];
  });
  return { text, mentions: standingIn(text, mentions) };
};

/** The same text, in which somebody is mentioned where their name stands. */
export const withMention = ({ text, mentions }: Written, mention: Mention): Written => ({
  text,
  mentions: standingIn(text, [...mentions.filter((other) => other.start !== mention.start), mention]),
});

/** The mention that ends, or begins, exactly at a place: one key deletes it whole. */
export const mentionAt = ({ mentions }: Written, place: number, edge: 'start' | 'end'): [number, number] | null => {
  const found = mentions.find((mention) => (edge === 'end' ? endOf(mention) : mention.start) === place);
  return found ? [found.start, endOf(found)] : null;
};

/** The text cut at its mentions, in order. */
export const piecesOfWritten = ({ text, mentions }: Written): { text: string; id: string | null }[] => {
  let done = 0;
  const pieces = mentions.flatMap((mention) => {
    const before = { text: text.slice(done, mention.start), id: null };
    done = endOf(mention);
    return [before, { text: text.slice(mention.start, done), id: mention.id }];
  });
  return [...pieces, { text: text.slice(done), id: null }].filter((piece) => piece.text !== '');
};

/** The text with `<@id>` where people are mentioned. */
export const bodyOf = (written: Written): string =>
  piecesOfWritten(written)
    .map(({ text, id }) => (id === null ? text : `<@${id}>`))
    .join('');

/** The body to send: without empty lines before and white space after it, the first line as far in as it was typed. */
export const toBody = (written: Written): string =>
  bodyOf(written)
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();

/** What is written from `start` to `end`. */
export const partOf = ({ text, mentions }: Written, start: number, end: number): Written => ({
  text: text.slice(start, end),
  mentions: mentions
    .filter((mention) => mention.start >= start && endOf(mention) <= end)
    .map((mention) => ({ ...mention, start: mention.start - start })),
});

/** What to show in a field for a body that is edited again. */
export const toWritten = (body: string, nameOf: (id: string) => string): Written => {
  const mentions: Mention[] = [];
  let text = '';
  let done = 0;
  for (const match of body.matchAll(mark)) {
    const id = match[1];
    if (id === undefined) continue;
    text += body.slice(done, match.index);
    mentions.push({ id, name: nameOf(id), start: text.length });
    text += `@${nameOf(id)}`;
    done = match.index + match[0].length;
  }
  return { text: text + body.slice(done), mentions };
};
