import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { createWorld } from './delivery-world.ts';
import { anyLog, anySizes, commitsOf, headOf, type ModelLog, Reader, stateAt } from './model-log.ts';

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
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
