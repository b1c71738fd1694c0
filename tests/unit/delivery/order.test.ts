import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeldEntries, Order } from '../../../server/engine/delivery/order.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { anyLog, anySizes, batchOf, commitsOf, headOf, type ModelLog, Reader, stateAt } from './model-log.ts';

const log: ModelLog = { name: 'log', changes: [1, 2, 3, 1, 4, 2] };
const versions = (batches: Batch[]) => batches.map(({ after, version }) => [after, version]);

/** Everything that can come of one log: its commits in any order, some often, some never, and reads of any span. */
const anyArrivals = fc.tuple(anyLog('log'), anySizes, fc.boolean()).chain(([made, sizes, everything]) => {
  const commits = commitsOf(made, sizes);
  const read = fc
    .tuple(fc.nat(headOf(made) - 1), fc.nat(headOf(made) - 1))
    .map(([one, other]) => batchOf(made, Math.min(one, other), Math.max(one, other) + 1));
  const some = fc.array(fc.oneof(fc.constantFrom(...commits), read), { maxLength: 40 });
  const all = some.chain((more) =>
    fc.shuffledSubarray([...commits, ...more], { minLength: commits.length + more.length }),
  );
  return fc.record({
    made: fc.constant(made),
    everything: fc.constant(everything),
    arrivals: everything ? all : some,
    start: fc.nat(everything ? 0 : headOf(made)),
  });
});

describe('the order of one log', () => {
  it('releases what continues the log at once', () => {
    const order = new Order(0);
    expect(versions(order.accept(batchOf(log, 0, 2)))).toEqual([[0, 2]]);
    expect(versions(order.accept(batchOf(log, 2, 3)))).toEqual([[2, 3]]);
    expect(order.version).toBe(3);
  });

  it('holds what comes early until the part before it arrives, and then releases both in order', () => {
    const order = new Order(0);
    expect(order.accept(batchOf(log, 2, 3))).toEqual([]);
    expect(order.accept(batchOf(log, 3, 4))).toEqual([]);
    expect([order.version, order.hasHole]).toEqual([0, true]);
    expect(versions(order.accept(batchOf(log, 0, 2)))).toEqual([
      [0, 2],
      [2, 3],
      [3, 4],
    ]);
    expect([order.version, order.hasHole]).toEqual([4, false]);
  });

  it('drops what is known already', () => {
    const order = new Order(4);
    for (const batch of [batchOf(log, 0, 2), batchOf(log, 3, 4), batchOf(log, 0, 4)])
      expect(order.accept(batch)).toEqual([]);
    expect(order.hasHole).toBe(false);
  });

  it('holds no more than there is room for, and shows no hole where it dropped something', () => {
    const room = new HeldEntries(2);
    const [order, other] = [new Order(0, room), new Order(0, room)];
    const long: ModelLog = { name: 'long', changes: [1, 2, 3, 4, 5, 6] };
    for (const at of [1, 2, 3]) expect(order.accept(batchOf(long, at, at + 1))).toEqual([]);
    expect(other.accept(batchOf(long, 1, 2))).toEqual([]);
    expect(other.hasHole, 'the room is shared').toBe(false);
    expect(versions(order.accept(batchOf(long, 0, 1)))).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect([order.version, order.hasHole], 'what was dropped is to be read').toEqual([3, false]);
    other.accept(batchOf(long, 1, 2));
    expect(other.hasHole, 'what was released made room').toBe(true);
    other.drop();
    expect(order.accept(batchOf(long, 4, 6))).toEqual([]);
    expect(order.hasHole, 'and so did what was forgotten').toBe(true);
  });

  it('cuts off the part of a read that was released before', () => {
    const order = new Order(4);
    const released = order.accept(batchOf(log, 0, 6));
    expect(versions(released)).toEqual([[4, 6]]);
    expect(released[0]?.entries.map(({ version }) => version)).toEqual([5, 6]);
  });

  it('whatever comes, however often, in whatever order: releases without hole or double, and loses nothing', () => {
    fc.assert(
      fc.property(anyArrivals, ({ made, everything, arrivals, start }) => {
        const order = new Order(start);
        const reader = new Reader(start, stateAt(made, start));
        for (const batch of arrivals) {
          for (const released of order.accept(structuredClone(batch))) reader.take(released);
          expect(order.version).toBe(reader.version);
          expect(reader.state).toEqual(stateAt(made, reader.version));
        }
        if (everything) expect([order.version, order.hasHole]).toEqual([headOf(made), false]);
      }),
      { numRuns: 500 },
    );
  });
});
