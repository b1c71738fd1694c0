import { expect, it } from 'vitest';
import type { Tools } from '../../../app/_live/core/slice.ts';
import { slices } from '../../../app/_live/slices.ts';
import { clientEvents, serverEvents } from '../../../protocol/index.ts';
import { personOf } from './ids.ts';

const repeated = (names: readonly string[]) => names.filter((name, place) => names.indexOf(name) !== place);

it('no two slices bring a field of the state, or a method, of one name: the later would take it from the other', () => {
  // No method is called: what they are made with is not needed.
  const tools = {} as Tools;
  expect(repeated(slices.flatMap(({ initial }) => Object.keys(initial(personOf(1)))))).toEqual([]);
  expect(repeated(slices.flatMap(({ methods }) => Object.keys(methods(tools))))).toEqual([]);
});

/** The slices, and what is loaded late of them. */
const everything = async () => [
  ...slices,
  ...(await Promise.all(slices.map((slice) => ('late' in slice ? slice.late.load() : slice)))),
];

it('every event of the server is heard by a slice', async () => {
  const heard = new Set((await everything()).flatMap(({ on }) => Object.keys(on)));
  expect(Object.keys(serverEvents).filter((name) => !heard.has(`server:${name}`))).toEqual([]);
});

it('what is heard of the contract is in the contract', async () => {
  const heard = (await everything()).flatMap(({ on }) => Object.keys(on));
  const known = new Set([
    ...Object.keys(serverEvents).map((name) => `server:${name}`),
    ...Object.keys(clientEvents).flatMap((name) => [`answer:${name}`, `learned:${name}`]),
  ]);
  expect(heard.filter((name) => /^(server|answer|learned):/.test(name) && !known.has(name))).toEqual([]);
});
