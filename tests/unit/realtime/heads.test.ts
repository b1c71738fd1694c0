import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHeads } from '../../../server/doors/socketio/heads.ts';
import type { Io } from '../../../server/doors/socketio/socket.ts';
import { logKinds } from '../../../server/log-kinds.ts';

const round = 30_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const watch = (versions: Map<string, number>) => {
  const told: { at: number; log: string; version: number }[] = [];
  const emit = (_event: string, head: { conversationId: string; version: number }) =>
    void told.push({ at: Date.now(), log: head.conversationId, version: head.version });
  const io = { local: { to: () => ({ emit }) } };
  const heads = startHeads(io as unknown as Io, logKinds, () => versions);
  return { told, stop: () => heads.stop() };
};

describe('the heads of conversations', () => {
  it('are told once for each version, and a conversation at rest costs nothing', () => {
    const versions = new Map([['a', 1]]);
    const { told, stop } = watch(versions);
    vi.advanceTimersByTime(round * 3);
    versions.set('a', 2);
    vi.advanceTimersByTime(round * 3);
    stop();
    expect(told.map(({ log, version }) => [log, version])).toEqual([
      ['a', 1],
      ['a', 2],
    ]);
  });

  it('are told a few at a time, however many have moved, and all of them', () => {
    const versions = new Map(Array.from({ length: 10_000 }, (_, number) => [`log ${number}`, 1]));
    const { told, stop } = watch(versions);
    vi.advanceTimersByTime(round);
    stop();
    const together = Object.values(Object.groupBy(told, ({ at }) => at)).map((heads) => heads?.length ?? 0);
    expect(Math.max(...together), 'told in one go').toBeLessThanOrEqual(50);
    expect(new Set(told.map(({ log }) => log)).size).toBe(10_000);
  });

  it('stop in the middle of a round', () => {
    const { told, stop } = watch(new Map(Array.from({ length: 1_000 }, (_, number) => [`log ${number}`, 1])));
    while (told.length === 0) vi.advanceTimersByTime(1);
    stop();
    const before = told.length;
    vi.advanceTimersByTime(round);
    expect(told.length).toBe(before);
  });
});
