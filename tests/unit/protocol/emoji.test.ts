import { expect, test } from 'vitest';
import { asEmoji, clientEvents, fromZodError, isEmoji, lengthOf, limits } from '../../../protocol/index.ts';

const messageId = '01a22315-4456-77a5-85a5-8c5003e98474';
const react = (emoji: string, on = true) => clientEvents['message:react'].payload.safeParse({ messageId, emoji, on });

test.each(['👍', '👍🏽', '🇩🇪', '1️⃣', '👨‍👩‍👧', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '☺️', '🏳️‍🌈'])('%s is one emoji', (emoji) => {
  expect(isEmoji(emoji)).toBe(true);
  expect(react(emoji)).toMatchObject({ success: true, data: { emoji } });
});

test.each([
  ['❤', '❤️'],
  ['1⃣', '1️⃣'],
  ['👩‍❤‍👩', '👩‍❤️‍👩'],
  ['❤︎', '❤️'],
])('%s is the emoji that it is drawn as', (written, emoji) => {
  expect(asEmoji(written)).toBe(emoji);
  expect(react(written)).toMatchObject({ success: true, data: { emoji } });
});

test.each(['a', '1', '#', '👍👍', '👍 ', 'https://a.test/x', '__proto__', '\u200d', '🇩', '👍\u200b'])(
  '%j is no emoji, and can only be taken back',
  (text) => {
    const trimmed = text.trim();
    if (isEmoji(trimmed)) return expect(react(text)).toMatchObject({ success: true, data: { emoji: trimmed } });
    const refused = react(text);
    if (refused.success) throw new Error('was accepted');
    expect(fromZodError(refused.error).error).toEqual({ code: 'invalid', message: 'emoji: is not one emoji' });
    expect(react(text, false)).toMatchObject({ success: true, data: { emoji: text } });
  },
);

test('a length is one of UTF-16 code units, for people as for programs', () => {
  const fits = '😀'.repeat(limits.messageBody / 2);
  const send = (body: string) =>
    clientEvents['message:send'].payload.safeParse({ conversationId: messageId, clientId: messageId, body });
  expect(lengthOf(fits)).toBe(limits.messageBody);
  expect(send(fits).success).toBe(true);
  const refused = send(`${fits}😀`);
  if (refused.success) throw new Error('was accepted');
  expect(fromZodError(refused.error).error.code).toBe('too_large');
});
