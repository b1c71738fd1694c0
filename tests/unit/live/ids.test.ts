import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { idMaker } from '../../../app/_live/core/ids.ts';

const many = (make: () => string) => Array.from({ length: 20_000 }, make);

it('client ids sort in the order in which they are made, within one millisecond too', () => {
  const ids = many(idMaker(() => 1_700_000_000_000));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

it('client ids sort in the order in which they are made when the clock goes back', () => {
  let time = 1_700_000_000_000;
  const make = idMaker(() => (time -= 1));
  const ids = [make(), make(), make()];
  expect([...ids].sort()).toEqual(ids);
});

it('client ids are UUIDs of version 7 that say when they were made', () => {
  const time = 1_700_000_000_000;
  const ids = many(idMaker(() => time)).slice(0, 1_000);
  expect(ids.filter((id) => !validate(id) || version(id) !== 7)).toEqual([]);
  expect(Number.parseInt((ids[0] ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(time);
});
