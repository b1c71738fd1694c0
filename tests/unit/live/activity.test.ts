import { expect, test } from 'vitest';
import { neededContract } from '../../../protocol/version.ts';
import { FakeServer } from './fake-server.ts';
import { personOf } from './ids.ts';
import { type Page, World } from './world.ts';

const told = ({ toServer }: Page) => toServer.filter(({ event }) => event === 'presence:activity');

const openPage = async (contract: number) => {
  const server = new FakeServer();
  server.contract = contract;
  const world = new World(server);
  const page = world.openPage(personOf(1));
  await world.quiet();
  return { world, page };
};

test('that nobody is at a page is said once when it begins, once when it ends, and on every new connection between', async () => {
  const { world, page } = await openPage(neededContract('presence:activity', { active: false }));
  const said: unknown[] = [];
  const set = async (active: boolean) => {
    page.client.setActive(active);
    page.client.setActive(active);
    said.push(...told(page).map(({ payload }) => payload));
    await world.quiet();
  };
  await set(true);
  await set(false);
  expect(said).toEqual([{ active: false }]);
  await set(true);
  expect(said).toEqual([{ active: false }, { active: true }]);
});

test('an instance of a version before is not told what it does not know', async () => {
  const { page } = await openPage(1);
  page.client.setActive(false);
  expect(told(page)).toEqual([]);
});
