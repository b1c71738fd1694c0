import { describe, expect, it } from 'vitest';
import {
  completingAt,
  mentionedIn,
  plainText,
  toBody,
  toWritten,
} from '../../app/(workspace)/chat/_message-text/mentions.ts';

const lin = { id: '01a209ce-5c77-77ab-8cb0-5bef0a39e3a3', name: 'Lin' };
const linWang = { id: '01a209ce-5d00-7877-bf6a-c53d0e1efd13', name: 'Lin Wang' };
const wang = { id: '01a209ce-5ca6-7a9b-8ed8-16cc0a8186c6', name: '王琳' };
const nameOf = (id: string) => [lin, linWang, wang].find((person) => person.id === id)?.name ?? '?';

describe('a mention', () => {
  it('is sent as the id of the person who was chosen', () => {
    expect(toBody('hey @Lin look', [lin])).toBe(`hey <@${lin.id}> look`);
  });

  it('prefers the longer of two names that begin alike', () => {
    expect(toBody('@Lin Wang and @Lin', [lin, linWang])).toBe(`<@${linWang.id}> and <@${lin.id}>`);
  });

  it('does not reach into a longer word', () => {
    expect(toBody('@Linda is not here', [lin])).toBe('@Linda is not here');
  });

  it('may be followed by punctuation, also in Chinese', () => {
    expect(toBody('@王琳，你好', [wang])).toBe(`<@${wang.id}>，你好`);
  });

  it('typed by hand stays text', () => {
    expect(toBody('hey @Lin', [])).toBe('hey @Lin');
  });

  it('takes names with characters that mean something in a pattern', () => {
    expect(toBody('@A.B (x) hi', [{ ...lin, name: 'A.B (x)' }])).toBe(`<@${lin.id}> hi`);
  });

  it('comes back unchanged after a message is edited', () => {
    const body = `<@${lin.id}> and <@${linWang.id}>: see <@${lin.id}>`;
    const { written, mentions } = toWritten(body, nameOf);
    expect(written).toBe('@Lin and @Lin Wang: see @Lin');
    expect(toBody(written, mentions)).toBe(body);
    expect(mentionedIn(body)).toEqual([lin.id, linWang.id]);
    expect(plainText(body, nameOf)).toBe(written);
  });
});

describe('completing', () => {
  it.each([
    ['@li', 3, { sign: '@', query: 'li', start: 0 }],
    ['hey @', 5, { sign: '@', query: '', start: 4 }],
    ['你好，@王', 5, { sign: '@', query: '王', start: 3 }],
    ['ok :ta', 6, { sign: ':', query: 'ta', start: 3 }],
    ['hey @li there', 7, { sign: '@', query: 'li', start: 4 }],
  ] as const)('offers something in %j at %i', (text, cursor, expected) => {
    expect(completingAt(text, cursor)).toEqual(expected);
  });

  it.each([
    ['mail me at a@b', 14],
    ['done:', 5],
    ['at 10:30', 8],
    ['@Lin look', 9],
    ['', 0],
  ] as const)('offers nothing in %j at %i', (text, cursor) => {
    expect(completingAt(text, cursor)).toBeNull();
  });
});
