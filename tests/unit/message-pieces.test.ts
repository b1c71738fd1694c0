import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJustEmoji, type Piece, piecesOf } from '../../app/(workspace)/chat/_message-text/pieces.ts';

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

  it('know a message of emoji alone', () => {
    expect(['🎉', '👍🏽', '👨‍👩‍👧 ❤️'].map(isJustEmoji)).toEqual([true, true, true]);
    expect(['12', 'ok 👍', '🎉🎉🎉🎉', ''].map(isJustEmoji)).toEqual([false, false, false, false]);
  });
});
