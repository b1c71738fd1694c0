import { expect, test } from 'vitest';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, World } from './world.ts';

const room = idOf(4, 1);
const ann = personOf(1);
const ben = personOf(2);

/** A room in which only the end is loaded, and the first message is quoted. */
const quoting = async () => {
  const server = new FakeServer();
  server.addConversation(room);
  const world = new World(server);
  const first = server.append(room, ben.id, idOf(5, 0), 'as it was');
  for (let n = 1; n < 20; n += 1) server.append(room, ben.id, idOf(5, n), 'more');
  const page = world.openPage(ann);
  void page.client.openConversation(room);
  await world.quiet();
  page.client.needQuote(room, first.id);
  return { world, server, page, first };
};
const quote = (page: Page, id: string) => page.client.store.getState().quotes[id];
const asked = (page: Page) => page.toServer.filter(({ event }) => event === 'message:locate').length;

test('what is quoted and not loaded is asked for once, and follows its edits and its deletion', async () => {
  const { world, server, page, first } = await quoting();
  page.client.needQuote(room, first.id);
  world.clock.run(20);
  expect(asked(page)).toBe(1);
  await world.quiet();
  expect(quote(page, first.id)).toMatchObject({ state: 'known', message: { body: 'as it was' } });
  server.change(room, 1, { body: 'as it is' });
  await world.quiet();
  expect(quote(page, first.id)?.message?.body).toBe('as it is');
  server.change(room, 1, { body: '', deletedAt: '2026-11-28T00:00:00.000Z' });
  await world.quiet();
  expect(quote(page, first.id)?.message?.deletedAt).not.toBeNull();
});

test('an answer that is older than what came meanwhile changes nothing', async () => {
  const { world, server, page, first } = await quoting();
  world.clock.run(20);
  // Read, and still on its way when the change is told.
  world.serve(page, 'done', 0);
  server.change(room, 1, { body: 'as it is' });
  world.publish(room);
  const [answer, event] = [page.toClient.shift(), page.toClient.shift()];
  event?.deliver();
  answer?.deliver();
  await world.quiet();
  expect(quote(page, first.id)).toMatchObject({ state: 'known', message: { body: 'as it is' } });
});

test('what was quoted is asked for again when too much changed to be told one by one', async () => {
  const { world, server, page, first } = await quoting();
  await world.quiet();
  page.cut();
  server.change(room, 1, { body: 'as it is' });
  for (let n = 20; n < 540; n += 1) server.append(room, ben.id, idOf(5, n), 'more');
  await world.quiet();
  expect(quote(page, first.id)?.message?.body).toBe('as it is');
});

test('what was asked on a lost connection is asked on the next one, and what does not exist is asked for no more', async () => {
  const { world, page, first } = await quoting();
  world.clock.run(20);
  page.cut();
  page.client.needQuote(room, idOf(2, 999));
  await world.quiet();
  expect(quote(page, first.id)?.state).toBe('known');
  expect(quote(page, idOf(2, 999))).toMatchObject({ state: 'none', message: null });
  page.client.needQuote(room, idOf(2, 999));
  world.clock.run(1_000);
  expect(asked(page)).toBe(0);
});
