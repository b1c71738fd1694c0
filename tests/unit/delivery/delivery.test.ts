import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { timing } from '../../../protocol/index.ts';
import { Delivery } from '../../../server/delivery/delivery.ts';
import type { Batch } from '../../../server/log/batch.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { collectLog } from '../../support/log-lines.ts';
import { anyLog, anySizes, batchOf, commitsOf, headOf, type ModelLog, Reader, stateAt } from './model-log.ts';

/** A delivery on logs that a test can read, count the reads of, and break. */
const createWorld = (logs: ModelLog[]) => {
  const emitted: Batch[] = [];
  const reads: Map<string, number>[] = [];
  const { log, lines } = collectLog();
  const world = {
    emitted,
    reads,
    lines,
    /** How far the log is committed: name → version. Nothing can be read beyond it. */
    heads: new Map(logs.map((made) => [made.name, headOf(made)])),
    pageSize: 500,
    failing: false,
    hold: Promise.resolve(),
    delivery: new Delivery({
      emit: (batch) => void emitted.push(batch),
      read: async (after): Promise<Batch[]> => {
        reads.push(new Map(after));
        if (world.failing) throw new Error('the database is away');
        const found = logs.flatMap((made) => readLog(made, after.get(made.name), world));
        await world.hold;
        return found;
      },
      metrics: createMetrics(),
      log,
    }),
    shown: (name: string) =>
      emitted.filter((batch) => batch.log === name).map(({ after, version }) => [after, version]),
  };
  return world;
};

const readLog = (
  made: ModelLog,
  after: number | undefined,
  world: { heads: Map<string, number>; pageSize: number },
) => {
  const head = world.heads.get(made.name) ?? 0;
  if (after === undefined || after >= head) return [];
  const all = batchOf(made, after, head);
  const page = all.entries.slice(0, world.pageSize);
  return [{ ...all, entries: page, version: page.length < all.entries.length ? (page.at(-1)?.version ?? head) : head }];
};

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

type Step =
  | { kind: 'bus'; log: number; commit: number }
  | { kind: 'commit'; log: number; upTo: number }
  | { kind: 'tail'; log: number }
  | { kind: 'break'; failing: boolean }
  | { kind: 'wait'; ms: number };

const logCount = 3;
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('bus' as const), log: fc.nat(logCount - 1), commit: fc.nat(30) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('commit' as const), log: fc.nat(logCount - 1), upTo: fc.nat(30) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tail' as const), log: fc.nat(logCount - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('break' as const), failing: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(400) }) },
);
const anyLogs = fc.tuple(...Array.from({ length: logCount }, (_, n) => anyLog(`log ${n}`)));

describe('whatever the bus, the tail and the database do', () => {
  it('every log is shown without hole or double, and wholly once the tail has reported its head', async () => {
    await fc.assert(
      fc.asyncProperty(anyLogs, anySizes, fc.array(anyStep, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), play),
      { numRuns: 150 },
    );
  });
});

const play = async (logs: ModelLog[], sizes: number[], steps: Step[], pageSize: number) => {
  const world = createWorld(logs);
  world.pageSize = pageSize;
  for (const { name } of logs) {
    world.heads.set(name, 0);
    world.delivery.follow(name, 0);
  }
  for (const step of steps) await act(world, logs, sizes, step);
  world.failing = false;
  for (const made of logs) {
    world.heads.set(made.name, headOf(made));
    world.delivery.expect(made.name, headOf(made));
  }
  await wait(30_000);
  world.delivery.stop();
  for (const made of logs) {
    const reader = new Reader(0);
    for (const batch of world.emitted) if (batch.log === made.name) reader.take(batch);
    expect([made.name, reader.version]).toEqual([made.name, headOf(made)]);
    expect(reader.state).toEqual(stateAt(made, headOf(made)));
  }
};

const act = async (world: ReturnType<typeof createWorld>, logs: ModelLog[], sizes: number[], step: Step) => {
  if (step.kind === 'wait') return wait(step.ms);
  if (step.kind === 'break') {
    world.failing = step.failing;
    return;
  }
  const made = logs[step.log] as ModelLog;
  const head = world.heads.get(made.name) ?? 0;
  if (step.kind === 'commit') world.heads.set(made.name, Math.max(head, Math.min(step.upTo, headOf(made))));
  else if (step.kind === 'tail') world.delivery.expect(made.name, head);
  else {
    const commits = commitsOf(made, sizes);
    const commit = commits[step.commit % commits.length] as Batch;
    // What comes over the bus has been committed.
    world.heads.set(made.name, Math.max(head, commit.version));
    world.delivery.accept(structuredClone(commit), 'bus');
  }
};
