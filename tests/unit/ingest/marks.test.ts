import { expect, test } from 'vitest';
import { marked } from '../../../server/sources/reach/marks.ts';

const second = 1_000;
type Step = [position: number, end: number];
/** Looks every five seconds. */
const after = (...steps: Step[]) =>
  steps.reduce<ReturnType<typeof marked>>(
    (marks, [position, end], n) => marked(marks, { position, end, at: n * 5 * second }),
    [],
  );

test('where everything was read nothing waits', () => {
  expect(after([0, 0], [10, 10])).toEqual([]);
});

test('what waits has waited since somebody first saw it', () => {
  expect(after([0, 0], [0, 7], [3, 7], [3, 9])[0]).toEqual({ end: 7, at: 5 * second });
});

test('a source that is always a little behind is behind by that little, not since it began', () => {
  const steps = Array.from({ length: 100 }, (_, n): Step => [n * 10, n * 10 + 20]);
  // At the last look the events from 990 on were unread: they were first seen at the look before.
  expect(after(...steps)[0]).toEqual({ end: 1_000, at: 98 * 5 * second });
});

test('what has waited for a day is remembered in not more than so many marks, the first and the last among them', () => {
  const marks = after(...Array.from({ length: 17_280 }, (_, n): Step => [1, n + 1]));
  expect(marks.length).toBeLessThanOrEqual(32);
  expect(marks[0]).toEqual({ end: 2, at: 5 * second });
  expect(marks.at(-1)?.end).toBe(17_280);
});

test('what a broker has lost waits no more', () => {
  expect(after([0, 50], [0, 20])).toEqual([{ end: 20, at: 0 }]);
  expect(after([20, 50], [20, 20])).toEqual([]);
});
