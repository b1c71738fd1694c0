import { expect, it } from 'vitest';
import { Neighbours, type OlderFormat } from '../../../server/engine/bus/formats.ts';

const older = (number: number): OlderFormat => ({ number, write: () => '', read: () => '' });

/** What has to be said besides the newest format, on an instance that knows the formats 1 to 3. */
const instance = () => {
  const clock = { now: 0 };
  const neighbours = new Neighbours({ newest: 3, older: [older(1), older(2)] }, () => clock.now);
  const needed = () => neighbours.needed().map(({ number }) => number);
  return { neighbours, clock, needed };
};

it('until everybody has had the time to say what they know, everything is said in every format', () => {
  const { neighbours, clock, needed } = instance();
  expect(needed()).toEqual([1, 2]);
  clock.now = 6_000;
  expect(needed()).toEqual([]);
  neighbours.listen();
  expect(needed(), 'what was said while Redis was away was not heard').toEqual([1, 2]);
});

it('an older format is said as long as somebody is heard who knows no later one', () => {
  const { neighbours, clock, needed } = instance();
  clock.now = 10_000;
  neighbours.heard('old', 1);
  neighbours.heard('like this one', 3);
  neighbours.heard('newer', 4);
  expect(needed()).toEqual([1]);
  clock.now = 25_000;
  expect(needed()).toEqual([1]);
  clock.now = 25_001;
  expect(needed()).toEqual([]);
});

it('an instance that was updated under its name, or has come back, is what it said last', () => {
  const { neighbours, clock, needed } = instance();
  clock.now = 10_000;
  expect(neighbours.heard('one', 2), 'it is new').toBe(true);
  expect(neighbours.heard('one', 2)).toBe(false);
  expect(needed()).toEqual([2]);
  expect(neighbours.speaksNewest('one')).toBe(false);
  neighbours.heard('one', 3);
  expect(needed()).toEqual([]);
  expect(neighbours.speaksNewest('one')).toBe(true);
  clock.now = 40_000;
  expect(neighbours.heard('one', 3), 'it was forgotten').toBe(true);
});
