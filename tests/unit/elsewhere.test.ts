import { expect, test } from 'vitest';
import { carried } from '../../app/(workspace)/chat/_elsewhere/carried.ts';
import { toBody, toWritten } from '../../app/(workspace)/chat/_message-text/written.ts';

const lin = '01a209ce-5c77-77ab-8cb0-5bef0a39e3a3';
const wang = '01a209ce-5ca6-7a9b-8ed8-16cc0a8186c6';
const names = new Map([
  [lin, 'Lin'],
  [wang, '王琳'],
]);
const written = (body: string) => toWritten(body, (id) => names.get(id) ?? '?');

test('what is sent elsewhere means whom it meant, as long as they are there; others are named', () => {
  const message = written(`<@${lin}> and <@${wang}>, look`);
  const there = carried(message, null, [wang]);
  expect(there.text).toBe('@Lin and @王琳, look');
  expect(toBody(there)).toBe(`@Lin and <@${wang}>, look`);
});

test('in a room too large to tell who is in it everybody is meant, as when it is written there', () => {
  const body = `<@${lin}> and <@${wang}>, look`;
  expect(toBody(carried(written(body), null, []))).toBe(body);
});

test.each([
  ['half a sentence', `half a sentence\nto <@${lin}>`],
  ['a line\n', `a line\nto <@${lin}>`],
  [`<@${wang}>, wait`, `<@${wang}>, wait\nto <@${lin}>`],
])('what had been begun there, %j, stays as it is, above', (draft, body) => {
  expect(toBody(carried(written(`to <@${lin}>`), written(draft), [lin, wang]))).toBe(body);
});

test('a draft of blanks is no draft', () => {
  expect(carried(written('a'), { text: ' \n', mentions: [] }, []).text).toBe('a');
});
