import { linkOf } from './links.ts';

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; id: string };

// What Chinese, quotes and marks of direction put around an address belongs to the sentence, and so do blanks.
const around = String.raw`\s<>"\u2014\u2015\u201C-\u201F\u2026\u3000-\u301F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\p{Bidi_Control}\p{Default_Ignorable_Code_Point}`;
const special = new RegExp(
  `<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>|(?:[Hh][Tt]{2}[Pp][Ss]?://|(?<![\\p{Script=Latin}\\p{N}_.@/:-])[Ww]{3}\\.)[^${around}]+`,
  'gu',
);

/** A message body cut into text, links and mentions, in order; joined again it is the same body. */
export const piecesOf = (body: string): Piece[] => {
  const pieces: Piece[] = [];
  const addText = (text: string) => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last?.kind === 'text') last.text += text;
    else pieces.push({ kind: 'text', text });
  };
  let done = 0;
  for (const match of body.matchAll(special)) {
    addText(body.slice(done, match.index));
    done = match.index + match[0].length;
    const id = match[1];
    if (id !== undefined) {
      pieces.push({ kind: 'mention', id });
      continue;
    }
    const link = linkOf(match[0]);
    if (link) pieces.push({ kind: 'link', ...link });
    addText(match[0].slice(link?.text.length ?? 0));
  }
  addText(body.slice(done));
  return pieces;
};
