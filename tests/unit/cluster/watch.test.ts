import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClusterState } from '../../../protocol/index.ts';
import { ClusterWatch } from '../../../server/cluster/watch.ts';
import { stateOf } from './state.ts';

const world = () => {
  const told: ClusterState[] = [];
  const made = { told, reads: 0, watched: true, state: stateOf({}) };
  const view = {
    read: async () => {
      made.reads += 1;
      return made.state;
    },
  };
  const watch = new ClusterWatch(view, { areThere: () => made.watched, tell: (state) => void told.push(state) });
  return { made, watch };
};
const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('who watches how the installation is doing', () => {
  it('is told of it, and then of each change, at most once a second however many begin to watch', async () => {
    const { made, watch } = world();
    for (let begun = 0; begun < 5; begun += 1) watch.begin();
    await seconds(1);
    expect(made.told).toHaveLength(1);
    made.state = stateOf({ jobs: [{ name: 'one', waiting: 1, active: 0, failing: 0, late: 0 }] });
    await seconds(3);
    expect(made.told).toEqual([stateOf({}), made.state]);
    expect(made.reads).toBe(4);
    watch.stop();
  });

  it('is not told again because a moment passed, or an answer took longer', async () => {
    const { made, watch } = world();
    watch.begin();
    await seconds(1);
    const { redis, database } = made.state;
    made.state = stateOf({
      at: '2026-01-01T00:00:09.000Z',
      redis: { ...redis, latency: 9 },
      database: { ...database, latency: 9 },
    });
    await seconds(3);
    expect(made.told).toHaveLength(1);
    watch.stop();
  });

  it('costs nothing as soon as nobody does, until somebody begins again', async () => {
    const { made, watch } = world();
    watch.begin();
    await seconds(2);
    made.watched = false;
    await seconds(30);
    expect(made.reads).toBe(2);
    made.watched = true;
    watch.begin();
    await seconds(1);
    expect(made.reads).toBe(3);
    watch.stop();
  });
});
