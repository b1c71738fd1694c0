import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJustEmoji } from '../../app/(workspace)/chat/_message-text/just-emoji.ts';
import { type Piece, piecesOf } from '../../app/(workspace)/chat/_message-text/pieces.ts';

const id = '01a209ce-5c77-77ab-8cb0-5bef0a39e3a3';
const written = (pieces: Piece[]) =>
  pieces.map((piece) => (piece.kind === 'mention' ? `<@${piece.id}>` : piece.text)).join('');
const links = (body: string) => piecesOf(body).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []));

describe('the pieces of a message', () => {
  it('joined again are the message', () => {
    const part = fc.constantFrom(
      'a',
      ' ',
      '\n',
      `<@${id}>`,
      'https://x.io/a',
      '(',
      ')',
      '.',
      '<',
      '>',
      '"',
      '你',
      '。',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string())), (parts) => {
        const body = parts.join('');
        expect(written(piecesOf(body))).toBe(body);
      }),
    );
  });

  it.each([
    ['see https://ci.example.com/412?tab=log (green).', ['https://ci.example.com/412?tab=log']],
    ['(https://a.example/x).', ['https://a.example/x']],
    ['https://en.wikipedia.org/wiki/C_(language)', ['https://en.wikipedia.org/wiki/C_(language)']],
    ['见 https://a.example/x，谢谢', ['https://a.example/x']],
    ['http://a.example and https://b.example!', ['http://a.example', 'https://b.example']],
    ['javascript:alert(1) ftp://x data:text/html,x', []],
    ['https:// nothing', []],
    ['见https://a.example/x（说明）', ['https://a.example/x']],
    ['（https://a.example/x）', ['https://a.example/x']],
    ['看「https://a.example/x」。', ['https://a.example/x']],
    ['https://a.example/x谢谢', ['https://a.example/x']],
    ['https://zh.wikipedia.org/wiki/北京', ['https://zh.wikipedia.org/wiki/北京']],
    ['https://例子.测试/路径/a', ['https://例子.测试/路径/a']],
    ['(https://en.wikipedia.org/wiki/C_(x))', ['https://en.wikipedia.org/wiki/C_(x)']],
    ['[https://a.example/a[1]]', ['https://a.example/a[1]']],
    ["https://a.example/O'Reilly and 'https://a.example/b'", ["https://a.example/O'Reilly", 'https://a.example/b']],
    ['“https://a.example/b”', ['https://a.example/b']],
    ['www.example.com/a, WWW.Example.com.', ['www.example.com/a', 'WWW.Example.com']],
    ['访问www.example.com。', ['www.example.com']],
    ['www. www.x awww.example.com x.www.example.com', []],
    ['https://user:pw@a.example/ https://user@a.example/ https://:pw@a.example', []],
    ['https://a.example/\u202Egpj.exe', ['https://a.example/']],
    ['https://a.example/\u200Bx', ['https://a.example/']],
    ['https://a.example/?q=a|b*c', ['https://a.example/?q=a|b*c']],
    ['**https://a.example/x**', ['https://a.example/x']],
  ])('find the addresses in %j', (body, expected) => {
    expect(links(body)).toEqual(expected);
  });

  it('never link anything but the web', () => {
    const scheme = fc.constantFrom(
      'https://',
      'http://',
      'javascript:',
      'data:',
      'ftp://',
      '//',
      'HTTPS://',
      'https:javascript:',
    );
    fc.assert(
      fc.property(scheme, fc.string(), fc.string(), (start, rest, text) => {
        for (const piece of piecesOf(`${text} ${start}${rest} ${text}`))
          if (piece.kind === 'link') expect(new URL(piece.href).protocol).toMatch(/^https?:$/);
      }),
    );
  });

  it('lead where they say: with www. to the address that has it', () => {
    expect(piecesOf('www.example.com')).toEqual([
      { kind: 'link', text: 'www.example.com', href: 'https://www.example.com/' },
    ]);
  });

  it('name nobody by an id that the database does not take for one', () => {
    expect(piecesOf(`<@${id.toUpperCase()}>`).map(({ kind }) => kind)).toEqual(['text']);
  });

  it('know a message of emoji alone', () => {
    const emoji = ['🎉', '👍🏽', '👨‍👩‍👧 ❤️', '🇩🇪', '🇩🇪🇫🇷 🇨🇳', '1️⃣', '#️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🤷🏽‍♂️', '☎️', '❤‍🔥', ' 🎉\n'];
    expect(emoji.filter((text) => !isJustEmoji(text))).toEqual([]);
    const other = ['12', '1', '#', 'ok 👍', '🎉🎉🎉🎉', '', '©', '®', '™', '©️', '☎', '🇩', '‍', '️', '1\n2'];
    expect(other.filter(isJustEmoji)).toEqual([]);
  });
});
