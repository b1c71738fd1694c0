/** A mention as it stands in a body; the database finds it by the same pattern. */
export const mark = /<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>/g;

/** Ids of the people a body mentions, each once. */
export const mentionedIn = (body: string): string[] => [
  ...new Set([...body.matchAll(mark)].flatMap(([, id]) => (id === undefined ? [] : [id]))),
];

/** A body as a person would read it aloud. */
export const plainText = (body: string, nameOf: (id: string) => string): string =>
  body.replace(mark, (_, id: string) => `@${nameOf(id)}`);

/** What is being completed before the cursor: "@li" → { sign: '@', query: 'li', start: 0 }. */
export type Completing = { sign: '@' | ':'; query: string; start: number };

// Somebody's e-mail address, a time, "note:": where Latin letters or digits end, an @ or a colon goes on.
const goesOn = /[\p{Script=Latin}\p{N}][_%+-]*$/u;

/**
 * What the cursor stands behind, if that can be completed. Languages without blanks have none before an @.
 * @param cursor place in `written`
 */
export const completingAt = (written: string, cursor: number): Completing | null => {
  const before = written.slice(0, cursor);
  const found = /([@＠:])([^\s@＠:]*)$/u.exec(before);
  if (!found || goesOn.test(before.slice(0, found.index))) return null;
  const sign = found[1] === ':' ? ':' : '@';
  const query = found[2] ?? '';
  // A lone colon ends a sentence more often than it starts an emoji.
  if (sign === ':' && query.length < 2) return null;
  return { sign, query, start: found.index };
};
