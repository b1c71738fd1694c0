import { describe, expect, it } from 'vitest';
import { Traces } from '../../../server/engine/delivery/traces.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';

const batch = (log: string, after: number, version: number): Batch => ({
  ...{ log, after, version },
  entries: Array.from({ length: version - after }, (_, index) => ({
    id: `${log}-${index}`,
    version: after + index + 1,
  })),
});

const began = 1_700_000_000_000;

describe('what an instance remembers of how a change came', () => {
  it('says of each message of a commit when that began and ended, and of how many messages it was', () => {
    const traces = new Traces();
    traces.committed([batch('one', 4, 7), batch('two', 0, 2)], began);
    for (const [log, version] of [
      ['one', 5],
      ['one', 7],
      ['two', 1],
    ] as const) {
      const { committed, released } = traces.find(log, version);
      expect(committed).toMatchObject({ began, messages: 5 });
      expect(committed?.at).toBeGreaterThan(began);
      expect(released).toBeNull();
    }
  });

  it('says nothing of what is before or after it, or in another log', () => {
    const traces = new Traces();
    traces.committed([batch('one', 4, 7)], began);
    const nothing = { committed: null, released: null };
    expect([traces.find('one', 4), traces.find('one', 8), traces.find('two', 5)]).toEqual([nothing, nothing, nothing]);
  });

  it('says by which way it came to its connections first', () => {
    const traces = new Traces();
    traces.released(batch('one', 0, 1), 'bus');
    traces.released(batch('one', 1, 3), 'log');
    traces.released(batch('one', 0, 1), 'log');
    expect(traces.find('one', 1).released?.way).toBe('bus');
    expect(traces.find('one', 3).released?.way).toBe('log');
    expect(traces.find('one', 3).committed).toBeNull();
  });

  it('says of a change that went alone that it was not gathered', () => {
    const traces = new Traces();
    traces.committed([batch('one', 0, 1)]);
    expect(traces.find('one', 1).committed).toMatchObject({ began: null, messages: 1 });
  });

  it('is nothing any more once the database was put back: the same versions are others’ now', () => {
    const traces = new Traces();
    traces.committed([batch('one', 0, 1)], began);
    traces.released(batch('one', 0, 1), 'local');
    traces.forget();
    expect(traces.find('one', 1)).toEqual({ committed: null, released: null });
  });

  it('forgets the oldest, and holds no more than it was made for', () => {
    const traces = new Traces(3);
    for (let version = 1; version <= 4; version += 1) traces.committed([batch('one', version - 1, version)], began);
    const known = [1, 2, 3, 4].filter((version) => traces.find('one', version).committed !== null);
    expect(known).toEqual([2, 3, 4]);
  });
});
