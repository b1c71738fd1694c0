import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Sampled } from '../../../server/engine/ops/sampled.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('so many lines a minute are written about one thing, and so many in all; the next one tells how many were left out', () => {
  const sampled = new Sampled({ perKey: 3, inAll: 5 });
  const written = (key: string, times: number) =>
    Array.from({ length: times }, () => sampled.ask(key)).filter(({ write }) => write).length;
  expect([written('a', 10), written('b', 10), written('c', 10)]).toEqual([3, 2, 0]);
  // Seven of a were told of before b was written.
  vi.advanceTimersByTime(60_001);
  expect(sampled.ask('a')).toEqual({ write: true, leftOut: 18 });
  expect(sampled.ask('a')).toEqual({ write: true, leftOut: 0 });
});
