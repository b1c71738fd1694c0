/** Longest text that is looked through: longer than any message, and bounded whatever was sent. */
const longest = 40_000;

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const decoded = (text: string): string => text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);

/** What `<…>` holds in Slack's text: an address, a person, a room, a call for attention, or a date. */
const reference = (inside: string): string => {
  const bar = inside.indexOf('|');
  const [target, label] = bar < 0 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)];
  const says = decoded(label);
  // One of our own ids is somebody here; Slack's are nobody's.
  if (target.startsWith('@')) return /^@[0-9a-f]{8}-/.test(target) ? `<${target}>` : `@${says || target.slice(1)}`;
  if (target.startsWith('#')) return `#${says || target.slice(1)}`;
  if (target.startsWith('!date^')) return says;
  if (target.startsWith('!subteam^')) return says || '@group';
  if (target.startsWith('!')) return `<${target}>`;
  const address = decoded(target);
  if (says === '' || says === address) return address;
  return `[${says.replace(/[[\]]/g, String.raw`\$&`)}](${address.replaceAll(')', '%29').replaceAll('(', '%28')})`;
};

const code = /(```[\s\S]*?```|`[^`\n]+`)/;
// A pair around words, and not inside one: 2*3*4 is no bold text.
const bold = /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{1,2000}?)(?<=\S)\*(?![\p{L}\p{N}*])/gu;
const struck = /(?<![\p{L}\p{N}~])~(?=\S)([^~\n]{1,2000}?)(?<=\S)~(?![\p{L}\p{N}~])/gu;

const plainPart = (text: string): string =>
  text
    .split(/(<[^<>\n]{1,3000}>)/)
    .map((part, index) => (index % 2 === 1 ? reference(part.slice(1, -1)) : part))
    .join('')
    .replace(bold, '**$1**')
    .replace(struck, '~~$1~~');

/** @returns Slack's own text formatting as Markdown; code stays as it is */
export const markdownOf = (mrkdwn: string): string =>
  mrkdwn
    .slice(0, longest)
    .split(code)
    .map((part, index) => (index % 2 === 1 ? decoded(part) : decoded(plainPart(part))))
    .join('');

/** @returns text in which nothing is formatted, as Markdown */
export const plainText = (text: string): string => decoded(text.slice(0, longest));
