import { limits } from './limits.ts';
import { text } from './primitives.ts';
import { blank, isVisible } from './visible.ts';

const emoji = String.raw`\p{Extended_Pictographic}[\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}]*`;
const unjoined = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hangul', 'Hiragana', 'Katakana']
  .map((script) => `\\p{Script=${script}}`)
  .join('');
// Characters that are drawn as nothing and yet have their place: inside emoji, between letters that are joined by them.
const inPlace = new RegExp(
  [
    String.raw`\u{1F3F4}[\u{E0020}-\u{E007E}]{2,8}\u{E007F}`,
    `${emoji}(?:\\u200D${emoji})*`,
    String.raw`[0-9#*]\uFE0F\u20E3`,
    String.raw`\p{Script=Han}[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`,
    String.raw`\p{Script=Mongolian}[\u180B-\u180D\u180F]`,
    `(?![${unjoined}])\\p{L}\\p{M}*[\\u200C\\u200D]`,
  ].join('|'),
  'gu',
);
const unseen = new RegExp(String.raw`[${blank}\p{Cc}\uFFF9-\uFFFB]`, 'u');

/** Whether a text has characters that nobody can see, which make two names look the same or turn text around. */
const hidesSomething = (value: string): boolean => unseen.test(value.replace(inPlace, ''));

// Everything that breaks a line or leaves a gap becomes one blank; letters are composed, so that equal names are equal.
const oneLine = (value: string): string =>
  value
    .replace(/[\s\u0085]+/gu, ' ')
    .trim()
    .normalize('NFC');

const bounded = (maximum: number) => text(maximum).overwrite(oneLine).max(maximum);

/**
 * A name of something that people look at: one line in NFC, white space collapsed, every character of which can be seen
 * (joiners inside emoji and between letters that need them are kept).
 * @param maximum longest allowed length in UTF-16 code units
 */
export const name = (maximum: number) =>
  bounded(maximum)
    .min(1)
    .refine(isVisible, { error: 'has nothing that can be seen' })
    .refine((value) => !hidesSomething(value), { error: 'contains characters that cannot be seen' });

export const personName = name(limits.personName);
export const roomName = name(limits.roomName);

/**
 * A few words about something: one line, perhaps empty, that cannot turn the text around it.
 * @param maximum longest allowed length in UTF-16 code units
 */
const words = (maximum: number) =>
  bounded(maximum)
    .refine((value) => value === '' || isVisible(value), { error: 'has nothing that can be seen' })
    .refine((value) => !/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(value), {
      error: 'contains characters that cannot be seen',
    });

export const roomTopic = words(limits.roomTopic);
export const personTitle = words(limits.personTitle);
export const statusText = words(limits.statusText);
