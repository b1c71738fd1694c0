import { expect, test, vi } from 'vitest';
import { waitsForNewerPage } from '../../../app/_live/core/outbox/entries.ts';
import type { OutboxEntry } from '../../../app/_live/core/outbox/entry.ts';
import { memoryOutbox } from '../../../app/_live/core/outbox/storage-memory.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, World } from './world.ts';

vi.mock(import('../../../protocol/version.ts'), async (original) => ({ ...(await original()), contractVersion: 2 }));

const room = idOf(4, 1);
const other = idOf(4, 2);
const ann = personOf(1);

const entry = (n: number, since: number | undefined, conversationId = room): OutboxEntry => ({
  ...{ clientId: idOf(3, n), conversationId, body: `message ${n}`, replyToId: null, attachmentIds: [] },
  ...{ createdAt: '2026-11-28T00:00:00.000Z', status: 'pending', error: null },
  ...(since !== undefined && { since }),
});

/** A page of contract 2 at an instance of another one, with these messages waiting from before. */
const waiting = async (contract: number, entries: readonly OutboxEntry[]) => {
  const server = new FakeServer();
  for (const id of [room, other]) server.addConversation(id);
  server.contract = contract;
  const world = new World(server);
  const stored = new Map(entries.map((one) => [one.clientId, one]));
  const page = world.openPage(ann, 0, memoryOutbox(stored));
  await world.flow(page);
  return { world, server, page };
};
const bodies = (server: FakeServer, id = room) => server.log(id).latest.map(({ body }) => body);
const left = (page: Page) => page.client.store.getState().outbox.entries.map(({ body, status }) => `${body} ${status}`);

test('what an instance would store wrongly waits, with what was written after it in the same conversation', async () => {
  const { server, page } = await waiting(1, [
    entry(1, undefined),
    entry(2, 2),
    entry(3, undefined),
    entry(4, 1, other),
  ]);
  expect(bodies(server)).toEqual(['message 1']);
  expect(bodies(server, other)).toEqual(['message 4']);
  expect(left(page)).toEqual(['message 2 pending', 'message 3 pending']);
});

test('after half a minute another instance is asked for, until one stores what was meant', async () => {
  const { world, server, page } = await waiting(1, [entry(1, 2), entry(2, undefined)]);
  const connections = () => page.client.store.getState().connection.socket;
  const first = connections();
  world.clock.run(29_000);
  await world.flow(page);
  expect(connections()).toBe(first);
  world.clock.run(1_000);
  await world.flow(page);
  expect(connections()).toBe(first + 1);
  expect(bodies(server)).toEqual([]);
  server.contract = 2;
  world.clock.run(30_000);
  await world.flow(page);
  expect(connections()).toBe(first + 2);
  expect(bodies(server)).toEqual(['message 1', 'message 2']);
  world.clock.run(60_000);
  await world.flow(page);
  expect(connections()).toBe(first + 2);
});

test('a page is to be loaded anew when it holds what only a newer one can send, once there are instances that have one', async () => {
  const isWanted = async (contract: number, since: number) =>
    waitsForNewerPage((await waiting(contract, [entry(1, since)])).page.client.store.getState());
  expect(await isWanted(3, 3)).toBe(true);
  expect(await isWanted(2, 3), 'the newer version was taken back').toBe(false);
  expect(await isWanted(1, 2), 'this page can send it').toBe(false);
});

test('what a newer page wrote is neither sent by this one nor asked for another instance for', async () => {
  const { world, server, page } = await waiting(3, [entry(1, 3)]);
  const { socket } = page.client.store.getState().connection;
  world.clock.run(120_000);
  await world.flow(page);
  expect(bodies(server)).toEqual([]);
  expect(left(page)).toEqual(['message 1 pending']);
  expect(page.client.store.getState().connection.socket).toBe(socket);
});
