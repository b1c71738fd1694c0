import { expect, it } from 'vitest';
import { drainSpan } from '../../../server/realtime/drain.ts';

it('a drain takes as long as others need to take its clients in, and no longer than a supervisor waits', () => {
  expect([0, 20, 250, 1_500, 3_000, 50_000].map(drainSpan)).toEqual([1_000, 1_000, 1_000, 6_000, 12_000, 12_000]);
});
