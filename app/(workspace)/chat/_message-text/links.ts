const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const cjk = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}`;
const goesOnInChinese = new RegExp(`(?<=[A-Za-z0-9])[${cjk}]`, 'u');

const count = (text: string, sign: string): number => text.split(sign).length - 1;

// "(see https://example.org/a)." ends with the path, not with the sentence; "https://例.org/北京" is whole, and
// "https://example.org/a谢谢" is an address and a word.
const trimmed = (found: string): string => {
  const word = goesOnInChinese.exec(found);
  const address = word ? found.slice(0, word.index) : found;
  // Brackets that the address itself opened are its own.
  const open = Object.fromEntries(Object.keys(pairs).map((sign) => [sign, count(address, pairs[sign] ?? '')]));
  const closed = Object.fromEntries(Object.keys(pairs).map((sign) => [sign, count(address, sign)]));
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    const closings = closed[last];
    if (closings !== undefined) {
      if (closings <= (open[last] ?? 0)) break;
      closed[last] = closings - 1;
    } else if (!/[.,;:!?*_~'\u2018\u2019`|]/.test(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
};

/**
 * The address at the beginning of a word of a message.
 * @returns null when it leads nowhere, or would send a name and a password along
 */
export const linkOf = (word: string): { text: string; href: string } | null => {
  const text = trimmed(word);
  const address = /^www\./i.test(text) ? `https://${text}` : text;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  return text === address || /^www\.[^.]+\.[^.]/.test(url.hostname) ? { text, href: url.href } : null;
};
