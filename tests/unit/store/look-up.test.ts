import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLookUp } from '../../../server/engine/store/look-up.ts';

/** A store that answers when it is told to. */
const createStore = () => {
  const queries: { keys: readonly string[]; answer: () => void; fail: () => void }[] = [];
  const lookUp = createLookUp<string, string>((keys) => {
    const { promise, resolve, reject } = Promise.withResolvers<string[]>();
    const answer = () => resolve(keys.map((key) => key.toUpperCase()));
    queries.push({ keys, answer, fail: () => reject(new Error('the database is away')) });
    return promise;
  }, 3);
  return { queries, lookUp, keys: () => queries.map(({ keys }) => keys) };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('asks at once when nothing was asked just before, and for everything of one turn together', async () => {
  const { queries, lookUp, keys } = createStore();
  const found = Promise.all([lookUp('a'), lookUp('b')]);
  await pass(0);
  expect(keys()).toEqual([['a', 'b']]);
  queries[0]?.answer();
  expect(await found).toEqual(['A', 'B']);
});

it('gathers what is asked soon after a query into the next one, and does not wait for an answer', async () => {
  const { queries, lookUp, keys } = createStore();
  void lookUp('a');
  await pass(2);
  const second = lookUp('b');
  await pass(2);
  const third = lookUp('c');
  await pass(2);
  expect(keys()).toEqual([['a']]);
  await pass(10);
  expect(keys()).toEqual([['a'], ['b', 'c']]);
  queries[1]?.answer();
  expect(await Promise.all([second, third])).toEqual(['B', 'C']);
});

it('asks for no more in one query than it may', async () => {
  const { queries, lookUp, keys } = createStore();
  const found = Promise.all(['a', 'b', 'c', 'd'].map(lookUp));
  await pass(20);
  expect(keys()).toEqual([['a', 'b', 'c'], ['d']]);
  for (const query of queries) query.answer();
  expect(await found).toEqual(['A', 'B', 'C', 'D']);
});

it('fails only the look-ups of the query that failed', async () => {
  const { queries, lookUp } = createStore();
  const first = lookUp('a');
  await pass(0);
  const second = lookUp('b');
  queries[0]?.fail();
  await expect(first).rejects.toThrow('the database is away');
  await pass(20);
  queries[1]?.answer();
  expect(await second).toBe('B');
});
