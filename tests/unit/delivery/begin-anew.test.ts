import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { timing } from '../../../protocol/index.ts';
import { createWorld } from './delivery-world.ts';
import { batchOf, type ModelLog } from './model-log.ts';

const one: ModelLog = { name: 'one', changes: [1, 2, 3, 4, 5, 6] };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('a delivery that begins anew takes versions that come again for new, and nothing that was read before', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const world = createWorld([one]);
  const { delivery } = world;
  delivery.follow('one', 0);
  delivery.accept(batchOf(one, 2, 4), 'bus');
  world.hold = released;
  await vi.advanceTimersByTimeAsync(timing.serverHole);
  expect(world.reads).toHaveLength(1);
  delivery.beginAnew();
  expect([...delivery.versions()]).toEqual([]);
  delivery.follow('one', 0);
  release();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.shown('one'), 'what was read of the past').toEqual([]);
  delivery.accept(batchOf(one, 0, 2), 'local');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(world.shown('one')).toEqual([[0, 2]]);
});
