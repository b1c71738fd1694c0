import { markdownOf, plainText } from './mrkdwn.ts';

type Block = Readonly<Record<string, unknown>>;

/** Blocks of one message, as Slack has it; what is nested deeper than anybody writes by hand. */
const mostBlocks = 100;
const deepest = 12;

/** @returns what is an object, of a list or of anything else */
export const objectsIn = (value: unknown): Block[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value])
    .slice(0, mostBlocks)
    .filter((each): each is Block => typeof each === 'object' && each !== null && !Array.isArray(each));

const stringIn = (block: Block, field: string): string => {
  const value = block[field];
  return typeof value === 'string' ? value : '';
};

/** A text object, or a bare string. */
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return markdownOf(value);
  const [object] = objectsIn(value);
  if (object === undefined) return '';
  const says = stringIn(object, 'text');
  return stringIn(object, 'type') === 'plain_text' ? plainText(says) : markdownOf(says);
};

const link = (label: string, address: string): string => {
  if (address === '') return label;
  return label === '' || label === address ? address : `[${label}](${address})`;
};

const quoted = (text: string): string => text.replaceAll(/^/gm, '> ');
const lines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

const styled = (text: string, style: unknown): string => {
  const [is] = objectsIn(style);
  if (is === undefined || text.trim() === '') return text;
  const marks = [is.code && '`', is.bold && '**', is.italic && '_', is.strike && '~~'].filter(
    (mark): mark is string => typeof mark === 'string',
  );
  return marks.reduce((inner, mark) => `${mark}${inner}${mark}`, text);
};

const emojiOf = (element: Block): string => {
  const points = stringIn(element, 'unicode')
    .split('-')
    .map((point) => Number.parseInt(point, 16));
  const known = points.length > 0 && points.every((point) => point > 0 && point <= 0x10ffff);
  return known ? String.fromCodePoint(...points) : `:${stringIn(element, 'name')}:`;
};

/** What stands in a line of rich text. */
const richPiece = (element: Block): string => {
  switch (element.type) {
    case 'text':
      return styled(stringIn(element, 'text'), element.style);
    case 'link':
      return link(stringIn(element, 'text'), stringIn(element, 'url'));
    case 'emoji':
      return emojiOf(element);
    case 'user':
      return markdownOf(`<@${stringIn(element, 'user_id')}>`);
    case 'channel':
      return `#${stringIn(element, 'channel_id')}`;
    case 'broadcast':
      return `<!${stringIn(element, 'range')}>`;
    case 'date':
      return stringIn(element, 'fallback');
    default:
      return anyText(element);
  }
};

const richLine = (element: Block): string => objectsIn(element.elements).map(richPiece).join('');

const richPart = (element: Block): string => {
  const level = '  '.repeat(Math.min(8, Number(element.indent) || 0));
  switch (element.type) {
    case 'rich_text_list':
      return lines(
        objectsIn(element.elements).map(
          (item, index) => `${level}${element.style === 'ordered' ? `${index + 1}.` : '-'} ${richLine(item)}`,
        ),
      );
    case 'rich_text_quote':
      return quoted(richLine(element));
    case 'rich_text_preformatted':
      return `\`\`\`\n${richLine(element)}\n\`\`\``;
    default:
      return richLine(element);
  }
};

/** Whatever a block of an unknown type says somewhere in it. */
const anyText = (value: unknown, depth = 0): string => {
  if (depth > deepest) return '';
  if (Array.isArray(value)) return lines(value.slice(0, mostBlocks).map((each) => anyText(each, depth + 1)));
  const [object] = objectsIn(value);
  if (object === undefined) return '';
  return lines(
    Object.entries(object).map(([field, inner]) => {
      if (field === 'text' || field === 'alt_text')
        return typeof inner === 'string' ? markdownOf(inner) : textOf(inner);
      return typeof inner === 'object' ? anyText(inner, depth + 1) : '';
    }),
  );
};

const button = (element: Block): string => {
  if (element.type === 'image') return link(stringIn(element, 'alt_text'), stringIn(element, 'image_url'));
  const address = stringIn(element, 'url');
  return address === '' ? textOf(element.text ?? element) : link(textOf(element.text), address);
};

const section = (block: Block): string =>
  lines([
    textOf(block.text),
    ...(Array.isArray(block.fields) ? block.fields.slice(0, mostBlocks).map(textOf) : []),
    ...objectsIn(block.accessory).map(button),
  ]);

/** @returns one block of Slack's Block Kit as Markdown; of an unknown type, its text */
export const blockText = (block: Block): string => {
  switch (block.type) {
    case 'header':
      return `**${textOf(block.text)}**`;
    case 'section':
      return section(block);
    case 'markdown':
      return stringIn(block, 'text');
    case 'divider':
      return '---';
    case 'image':
      return link(textOf(block.title) || plainText(stringIn(block, 'alt_text')), stringIn(block, 'image_url'));
    case 'context':
    case 'actions':
      return objectsIn(block.elements).map(button).filter(Boolean).join(' · ');
    case 'rich_text':
      return lines(objectsIn(block.elements).map(richPart));
    default:
      return anyText(block);
  }
};

const field = (block: Block): string =>
  lines([
    stringIn(block, 'title') === '' ? '' : `**${markdownOf(stringIn(block, 'title'))}**`,
    markdownOf(stringIn(block, 'value')),
  ]);

/** @returns an attachment, Slack's older way to say something beside a message, as a quote */
export const attachmentText = (attachment: Block): string => {
  const title = link(markdownOf(stringIn(attachment, 'title')), stringIn(attachment, 'title_link'));
  const blocks = objectsIn(attachment.blocks).map(blockText);
  const said = lines([
    stringIn(attachment, 'author_name'),
    title === '' ? '' : `**${title}**`,
    textOf(attachment.text),
    ...objectsIn(attachment.fields).map(field),
    ...blocks,
    stringIn(attachment, 'image_url'),
    markdownOf(stringIn(attachment, 'footer')),
  ]);
  const shown = said === '' ? plainText(stringIn(attachment, 'fallback')) : said;
  return lines([textOf(attachment.pretext), shown === '' ? '' : quoted(shown)]);
};
