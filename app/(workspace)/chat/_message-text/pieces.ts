export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; id: string };

const special =
  /<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>|https?:\/\/[^\s<>"'`，。；：！？、）】》]+/giu;

// "(see https://example.org/a)." ends with the path, not with the sentence.
const trimmed = (address: string): string => {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    const closes = last === ')' && !address.slice(0, end).includes('(');
    if (!closes && !/[.,;:!?*_~]/.test(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
};

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
      pieces.push({ kind: 'mention', id: id.toLowerCase() });
      continue;
    }
    const address = trimmed(match[0]);
    if (URL.canParse(address)) pieces.push({ kind: 'link', text: address, href: new URL(address).href });
    else addText(address);
    addText(match[0].slice(address.length));
  }
  addText(body.slice(done));
  return pieces;
};

/** Whether a body is nothing but one to three emoji, which are then shown large. */
export const isJustEmoji = (body: string): boolean =>
  /^(?:\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|[\u{1F3FB}-\u{1F3FF}])*\s?){1,3}$/u.test(
    body.trim(),
  );
