/** A person named in a text that is being written: shown as `@Name`, sent as `<@id>`. */
export type Mention = { id: string; name: string };

const mark = /<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>/g;

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The body to send for what was written.
 * @param mentions people who were chosen while writing; a name that was typed by hand stays text
 */
export const toBody = (written: string, mentions: readonly Mention[]): string => {
  if (mentions.length === 0) return written;
  const byName = new Map(mentions.map(({ id, name }) => [name, id]));
  // The longest first, or "@Lin Wang" would become a mention of "Lin".
  const names = [...byName.keys()].sort((a, b) => b.length - a.length).map(literally);
  return written.replace(new RegExp(`@(${names.join('|')})(?![\\p{L}\\p{N}_])`, 'gu'), (found, name: string) => {
    const id = byName.get(name);
    return id === undefined ? found : `<@${id}>`;
  });
};

/** What to show in the composer for a body that is edited again. */
export const toWritten = (body: string, nameOf: (id: string) => string): { written: string; mentions: Mention[] } => {
  const mentions = mentionedIn(body).map((id) => ({ id, name: nameOf(id) }));
  return { written: plainText(body, nameOf), mentions };
};

/** Ids of the people a body mentions, each once. */
export const mentionedIn = (body: string): string[] => [
  ...new Set([...body.matchAll(mark)].flatMap(([, id]) => (id === undefined ? [] : [id]))),
];

/** A body as a person would read it aloud. */
export const plainText = (body: string, nameOf: (id: string) => string): string =>
  body.replace(mark, (_, id: string) => `@${nameOf(id)}`);

/** What is being completed before the cursor: "@li" → { sign: '@', query: 'li', start: 0 }. */
export type Completing = { sign: '@' | ':'; query: string; start: number };

/**
 * What the cursor stands behind, if that can be completed.
 * @param cursor place in `written`
 */
export const completingAt = (written: string, cursor: number): Completing | null => {
  const before = written.slice(0, cursor);
  const found = /(?:^|[\s(（，。、])([@:])([^\s@:]*)$/u.exec(before);
  const sign = found?.[1];
  const query = found?.[2] ?? '';
  if (sign !== '@' && sign !== ':') return null;
  // A lone colon ends a sentence more often than it starts an emoji.
  if (sign === ':' && query.length < 2) return null;
  return { sign, query, start: cursor - query.length - 1 };
};
