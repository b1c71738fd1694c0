import { expect, it } from 'vitest';
import { readPost } from '../../../server/hooks/post.ts';
import { markdownOf } from '../../../server/hooks/slack/mrkdwn.ts';

const read = (payload: object) => readPost('application/json', Buffer.from(JSON.stringify(payload)), false);
const bodyOf = (payload: object) => {
  const post = read(payload);
  return 'body' in post ? post.body : post.fault;
};

it.each([
  ['*bold* and _italic_ and ~gone~', '**bold** and _italic_ and ~~gone~~'],
  ['2*3*4 ~ 5', '2*3*4 ~ 5'],
  ['`a*b*c` and ```x *y*```', '`a*b*c` and ```x *y*```'],
  ['<https://example.com>', 'https://example.com'],
  ['<https://example.com/?a=1&amp;b=2|the *page*>', '[the **page**](https://example.com/?a=1&b=2)'],
  ['<mailto:a@example.com|a@example.com>', '[a@example.com](mailto:a@example.com)'],
  ['<@U123> and <@U123|ada> in <#C1|general>', '@U123 and @ada in #general'],
  ['<!subteam^S1|@team>: <!date^1392734382^{date}|18 Feb 2014>', '@team: 18 Feb 2014'],
  ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
])('Slack’s %s is written %s', (mrkdwn, markdown) => {
  expect(markdownOf(mrkdwn)).toBe(markdown);
});

it('text of 40,000 characters that only looks as if it were formatted is read in one go', () => {
  for (const piece of ['*', '~', '`', '<', '```', '*a', '&', '<a|'])
    expect(markdownOf(piece.repeat(40_000)).length).toBeLessThan(50_000);
});

it('blocks stand instead of the text, and what is attached is quoted below', () => {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: 'Build *7*' } },
    {
      type: 'section',
      text: { type: 'mrkdwn', text: 'It *failed*.' },
      fields: [
        { type: 'mrkdwn', text: '*Branch*' },
        { type: 'plain_text', text: 'main' },
      ],
      accessory: { type: 'button', text: { type: 'plain_text', text: 'Open' }, url: 'https://ci.example.com/7' },
    },
    { type: 'divider' },
    {
      type: 'context',
      elements: [
        { type: 'mrkdwn', text: 'by ada' },
        { type: 'image', alt_text: 'face', image_url: 'https://x/y.png' },
      ],
    },
    { type: 'image', alt_text: 'a graph', image_url: 'https://x/g.png' },
  ];
  const attachments = [
    {
      fallback: 'no',
      pretext: 'Why:',
      title: 'Test',
      title_link: 'https://t',
      text: 'one\ntwo',
      fields: [{ title: 'Where', value: 'here' }],
    },
    { fallback: 'only this' },
  ];
  expect(bodyOf({ text: 'for the notification', blocks, attachments })).toBe(
    [
      '**Build *7***',
      'It **failed**.\n**Branch**\nmain\n[Open](https://ci.example.com/7)',
      '---',
      'by ada · [face](https://x/y.png)',
      '[a graph](https://x/g.png)',
      'Why:\n> **[Test](https://t)**\n> one\n> two\n> **Where**\n> here',
      '> only this',
    ].join('\n'),
  );
});

it('rich text keeps its lists, quotes, code, links and marks', () => {
  const text = (says: string, style?: object) => ({ type: 'text', text: says, ...(style && { style }) });
  const elements = [
    {
      type: 'rich_text_section',
      elements: [text('see '), text('this', { bold: true }), { type: 'emoji', name: 'tada', unicode: '1f389' }],
    },
    {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [
        { type: 'rich_text_section', elements: [text('one')] },
        { type: 'rich_text_section', elements: [{ type: 'link', url: 'https://two', text: 'two' }] },
      ],
    },
    { type: 'rich_text_quote', elements: [text('said')] },
    { type: 'rich_text_preformatted', elements: [text('code')] },
    {
      type: 'rich_text_section',
      elements: [
        { type: 'broadcast', range: 'here' },
        { type: 'user', user_id: 'U1' },
      ],
    },
  ];
  expect(bodyOf({ blocks: [{ type: 'rich_text', elements }] })).toBe(
    ['see **this**🎉', '1. one\n2. [two](https://two)', '> said', '```\ncode\n```', '@here@U1'].join('\n'),
  );
});

it('a block of a type that is not known says its text, however deep it is in it, as far as anybody would write', () => {
  const unknown = {
    type: 'new_thing',
    body: { parts: [{ text: 'inside' }, { text: { type: 'mrkdwn', text: '*and this*' } }] },
  };
  expect(bodyOf({ blocks: [unknown] })).toBe('inside\n**and this**');
  let nested: object = { text: 'too deep' };
  for (let level = 0; level < 2_000; level += 1) nested = { inner: nested };
  expect(bodyOf({ blocks: [nested] })).toBe('no_text');
});

it.each([
  [null],
  ['text'],
  [[]],
  [{}],
  [{ text: 7 }],
  [{ blocks: 'x' }],
  [{ text: '\u0000' }],
  [{ blocks: Array(101).fill({}) }],
])('%j is refused', (payload) => {
  expect(read(payload as object)).toHaveProperty('fault');
});
