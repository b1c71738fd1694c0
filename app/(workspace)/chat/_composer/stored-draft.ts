import { type Mention, standingIn, type Written } from '../_message-text/written.ts';

/** Earlier pages kept no places: the name stood for the person wherever it was written. */
type Named = Omit<Mention, 'start'> & { start?: unknown };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isNamed = (value: unknown): value is Named =>
  isRecord(value) && typeof value.id === 'string' && typeof value.name === 'string' && value.name !== '';

const parsed = (stored: string): unknown => {
  try {
    return JSON.parse(stored);
  } catch {
    return null;
  }
};

const placesOf = (text: string, name: string): number[] => {
  const places: number[] = [];
  for (let at = text.indexOf(`@${name}`); at !== -1; at = text.indexOf(`@${name}`, at + 1)) places.push(at);
  return places;
};

const located = (text: string, { id, name, start }: Named): Mention[] =>
  (typeof start === 'number' ? [start] : placesOf(text, name)).map((place) => ({ id, name, start: place }));

/**
 * A draft as an earlier page wrote it. Read by hand and not by a schema: what keeps typed text has to be there from the
 * start, and zod is no part of a page's first sight.
 * @returns what another version wrote is the text it is, for nothing that was typed is dropped
 */
export const parseDraft = (stored: string): Written => {
  const draft = parsed(stored);
  if (!isRecord(draft) || typeof draft.text !== 'string') return { text: stored, mentions: [] };
  const { text, mentions } = draft;
  // The longest first, or "@Lin Wang" would become a mention of "Lin".
  const named = Array.isArray(mentions) ? mentions.filter(isNamed).sort((a, b) => b.name.length - a.name.length) : [];
  return {
    text,
    mentions: standingIn(
      text,
      named.flatMap((one) => located(text, one)),
    ),
  };
};
