import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { timing } from '../../../protocol/index.ts';
import { createWorld } from './delivery-world.ts';
import { batchOf, type ModelLog } from './model-log.ts';

const straight = (name: string, length: number): ModelLog => ({
  name,
  changes: Array.from({ length }, (_, n) => n + 1),
});
const many = Array.from({ length: 20 }, (_, n) => straight(`log ${n}`, 3));
const one = straight('one', 6);
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a hole', () => {
  it('of many logs is filled by one read for all of them together', async () => {
    const { delivery, reads, shown } = createWorld(many);
    for (const { name } of many) delivery.follow(name, 0);
    for (const made of many) delivery.accept(batchOf(made, 2, 3), 'bus');
    await wait(timing.serverHole);
    expect(reads).toEqual([new Map(many.map(({ name }) => [name, 0]))]);
    for (const { name } of many) expect(shown(name)).toEqual([[0, 3]]);
    await wait(10_000);
    expect(reads.length, 'reads after everything is there').toBe(1);
  });

  it('is not read before it has had its time to close by itself', async () => {
    const { delivery, reads, shown } = createWorld([one]);
    delivery.follow('one', 0);
    delivery.accept(batchOf(one, 1, 2), 'bus');
    await wait(timing.serverHole - 1);
    delivery.accept(batchOf(one, 0, 1), 'bus');
    await wait(10_000);
    expect(reads).toEqual([]);
    expect(shown('one')).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('is read at once while the bus is away, which will not close it', async () => {
    const world = createWorld([one]);
    world.isBusHealthy = false;
    world.heads.set('one', 2);
    world.delivery.follow('one', 0);
    world.delivery.accept(batchOf(one, 1, 2), 'local');
    await wait(timing.serverHole / 10);
    expect(world.shown('one')).toEqual([[0, 2]]);
  });

  it('that appears while another is being read waits for the next read, which is one again', async () => {
    const world = createWorld(many);
    const { delivery, reads } = world;
    const { promise, resolve } = Promise.withResolvers<void>();
    world.hold = promise;
    for (const { name } of many) delivery.follow(name, 0);
    delivery.expect('log 0', 3);
    await wait(timing.serverHole);
    for (const { name } of many.slice(1)) delivery.expect(name, 3);
    await wait(10_000);
    expect(reads.length, 'reads while the first one hangs').toBe(1);
    resolve();
    await wait(timing.serverHole);
    expect(reads.map(({ size }) => size)).toEqual([1, many.length - 1]);
    for (const [, version] of delivery.versions()) expect(version).toBe(3);
  });

  it('is read again, with a word in the log, until the database answers', async () => {
    const world = createWorld([one]);
    world.failing = true;
    world.delivery.follow('one', 0);
    world.delivery.expect('one', 6);
    await wait(3_000);
    expect(world.reads.length, 'attempts in 3 s').toBeGreaterThan(3);
    expect(world.reads.length, 'attempts in 3 s').toBeLessThan(10);
    expect(world.lines().length, 'warnings').toBe(world.reads.length);
    world.failing = false;
    await wait(1_000);
    expect(world.shown('one')).toEqual([[0, 6]]);
  });

  it('of a log that cannot be read keeps no other log waiting', async () => {
    const world = createWorld(many);
    world.unreadable = 'log 7';
    for (const { name } of many) {
      world.delivery.follow(name, 0);
      world.delivery.expect(name, 3);
    }
    await wait(20_000);
    const open = [...world.delivery.versions()].filter(([, version]) => version < 3);
    expect(open).toEqual([['log 7', 0]]);
    world.unreadable = '';
    await wait(1_000);
    expect(world.shown('log 7')).toEqual([[0, 3]]);
  });

  it('of more logs than one read may fill is filled by several, one after the other', async () => {
    const logs = Array.from({ length: 450 }, (_, n) => straight(`log ${n}`, 3));
    const { delivery, reads } = createWorld(logs);
    for (const { name } of logs) {
      delivery.follow(name, 0);
      delivery.expect(name, 3);
    }
    await wait(1_000);
    expect(reads.map(({ size }) => size)).toEqual([200, 200, 50]);
    for (const [, version] of delivery.versions()) expect(version).toBe(3);
  });

  it('larger than a page is read page after page', async () => {
    const world = createWorld([one]);
    world.pageSize = 2;
    world.delivery.follow('one', 0);
    world.delivery.expect('one', 6);
    await wait(1_000);
    expect(world.shown('one')).toEqual([
      [0, 2],
      [2, 4],
      [4, 6],
    ]);
  });

  it('of a log that nobody follows any more is not read', async () => {
    const { delivery, reads } = createWorld([one]);
    delivery.follow('one', 0);
    delivery.expect('one', 6);
    delivery.unfollow('one');
    await wait(10_000);
    expect(reads).toEqual([]);
  });

  it('is not read after the stop, not even by a read that was on its way', async () => {
    const world = createWorld([one]);
    const { promise, resolve } = Promise.withResolvers<void>();
    world.hold = promise;
    world.pageSize = 2;
    world.delivery.follow('one', 0);
    world.delivery.expect('one', 6);
    await wait(timing.serverHole);
    world.delivery.stop();
    resolve();
    await wait(10_000);
    expect(world.reads.length).toBe(1);
  });
});

describe('a delivery', () => {
  it('reads what the tail reports and nothing else brought', async () => {
    const { delivery, reads, shown } = createWorld([one]);
    delivery.follow('one', 2);
    delivery.expect('one', 2);
    await wait(1_000);
    expect(reads, 'reads of what is known').toEqual([]);
    delivery.expect('one', 6);
    await wait(timing.serverHole);
    expect(shown('one')).toEqual([[2, 6]]);
  });

  it('reads nothing for what the tail reports a moment before the bus brings it', async () => {
    const { delivery, reads, shown } = createWorld([one]);
    delivery.follow('one', 0);
    delivery.expect('one', 1);
    delivery.accept(batchOf(one, 0, 1), 'bus');
    await wait(10_000);
    expect(reads).toEqual([]);
    expect(shown('one')).toEqual([[0, 1]]);
  });

  it('passes on a log whose head is still being read: the client puts it in order', () => {
    const { delivery, shown } = createWorld([one]);
    delivery.accept(batchOf(one, 3, 4), 'bus');
    expect(shown('one')).toEqual([[3, 4]]);
  });

  it('begins anew at the head of a log that is followed again after a while', async () => {
    const { delivery, reads, shown } = createWorld([one]);
    delivery.follow('one', 0);
    delivery.unfollow('one');
    delivery.follow('one', 4);
    delivery.accept(batchOf(one, 4, 5), 'bus');
    await wait(10_000);
    expect([reads, shown('one')]).toEqual([[], [[4, 5]]]);
  });

  it('ignores the tail for logs that nobody here follows', async () => {
    const { delivery, reads } = createWorld([one]);
    delivery.expect('one', 6);
    await wait(10_000);
    expect(reads).toEqual([]);
  });

  it('keeps its place when a second socket follows the same log with a later head', async () => {
    const { delivery, shown } = createWorld([one]);
    delivery.follow('one', 1);
    delivery.follow('one', 5);
    await wait(timing.serverHole);
    expect(shown('one'), 'the first socket misses nothing').toEqual([[1, 6]]);
  });
});
