import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isVisible, limits, MessageSendPayload, personName, roomName, roomTopic } from '../../../protocol/index.ts';

const shown = (text: string) =>
  JSON.stringify(text).replace(/[^\x20-\x7e]/g, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);

const nothing = [
  '\u200B',
  '\u3164',
  '\u2800',
  '\u115F',
  '\uFFA0',
  '\u00AD',
  '\u200E\u202E',
  '\u{E0041}',
  '\uFE0F',
  ' \u00A0\u3000',
  '\u0301',
];

describe('a name', () => {
  it.each([
    ['Ada  Lovelace ', 'Ada Lovelace'],
    ['Ann\nBob', 'Ann Bob'],
    ['山田\u3000太郎', '山田 太郎'],
    ['a\u2028b\u0085c\td', 'a b c d'],
    ['Ame\u0301lie', 'Am\u00e9lie'],
  ])('%j is one line in composed letters', (typed, name) => {
    expect(personName.parse(typed)).toBe(name);
    expect(roomName.parse(typed)).toBe(name);
  });

  it.each([
    'O’Reilly',
    'n\u0303',
    'محمد',
    'دان',
    'می\u200Cخواهم',
    'क्\u200Dष',
    '葛\u{E0100}城',
    '👩\u200D👩\u200D👧',
    'Ada ❤\uFE0F',
    '1\uFE0F\u20E3 first',
    '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
    '👍🏽',
    '🇩🇪',
    '©',
    '7',
  ])('%s is kept', (typed) => {
    expect(personName.parse(typed)).toBe(typed.normalize('NFC'));
  });

  it.each(nothing.map((text) => [shown(text), text]))('%s has nothing to see', (_, text) => {
    expect(isVisible(text)).toBe(false);
    for (const schema of [personName, roomName]) expect(schema.safeParse(text).success).toBe(false);
  });

  it.each(
    [
      'Ann\u202Egnp.exe',
      'Ada\u200B',
      'A\u200Dda',
      '\u2066Ada',
      'Ada\u200F',
      'Ada\u00AD',
      'Ada\u2800',
      'Ada\u3164',
      'Ada\u0007',
      'Ada\u{E0061}',
      '😀\u200D',
      'Ada\uFE0F',
      '王\u200D琳',
      '9\u200C',
    ].map((text) => [shown(text), text]),
  )('%s is refused: it hides something', (_, text) => {
    const [issue] = personName.safeParse(text).error?.issues ?? [];
    expect(issue?.message).toBe('contains characters that cannot be seen');
  });

  it('says the same of what it has made', () => {
    const sign = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\u0301',
      '\u200D',
      '\u200B',
      '\uFE0F',
      '❤',
      '👍',
      '\u{1F3FD}',
      'م',
      '\uFB2C',
      '한',
      '\u1112',
    );
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 12 }), (typed) => {
        const { data } = personName.safeParse(typed);
        if (data !== undefined) expect(personName.safeParse(data)).toEqual({ success: true, data });
      }),
    );
  });

  it('is not longer than its limit, before and after its letters are composed', () => {
    expect(roomName.safeParse('x'.repeat(limits.roomName + 1)).success).toBe(false);
    // U+FB2C is written with three characters in NFC.
    expect(roomName.safeParse('\uFB2C'.repeat(limits.roomName)).success).toBe(false);
  });
});

describe('a topic', () => {
  it('is one line, perhaps empty', () => {
    expect(roomTopic.parse(' ')).toBe('');
    expect(roomTopic.parse('what\nis next')).toBe('what is next');
  });

  it.each(['\u200B', 'all \u202Eeb lliw'])('%j is refused', (topic) => {
    expect(roomTopic.safeParse(topic).success).toBe(false);
  });
});

describe('a message', () => {
  const id = '01a209ce-5c77-77ab-8cb0-5bef0a39e3a3';
  const send = (body: string) => MessageSendPayload.safeParse({ conversationId: id, clientId: id, body });

  it.each(nothing.map((text) => [shown(text), text]))('of %s is empty', (_, body) => {
    expect(send(body).error?.issues[0]).toMatchObject({ path: ['body'], message: 'is empty' });
  });

  it('is stored as it was typed', () => {
    const body = '  indented\n\u202Eturned\u200B Ame\u0301lie ';
    expect(send(body).data?.body).toBe(body);
  });
});
