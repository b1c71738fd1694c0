import { expect, test } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, World } from './world.ts';

const room = idOf(4, 1);
const ann = personOf(1);
const ben = personOf(2);

const two = async () => {
  const server = new FakeServer();
  server.addConversation(room);
  const world = new World(server);
  const pages: [Page, Page] = [world.openPage(ann), world.openPage(ben)];
  await world.quiet();
  return { world, pages };
};
const lastOn = (page: Page) => page.client.store.getState().conversations[room]?.last;

test('what was said last is known in the list, also of a conversation that was never opened', async () => {
  const { world, pages } = await two();
  const [annsPage, bensPage] = pages;
  annsPage.client.send(room, 'first');
  await world.quiet();
  annsPage.client.send(room, 'x'.repeat(limits.previewText + 1));
  await world.quiet();
  expect(lastOn(bensPage)).toMatchObject({ seq: 2, authorId: ann.id, text: 'x'.repeat(limits.previewText) });
  expect(bensPage.client.store.getState().logs[room]?.window).toBeNull();
});

test('who is removed from a room keeps its name and who did it', async () => {
  const { world, pages } = await two();
  const [, bensPage] = pages;
  bensPage.receive({ name: 'conversation:removed', payload: { conversationId: room, byId: ann.id } });
  await world.quiet();
  expect(bensPage.client.store.getState().removals[room]).toMatchObject({ byId: ann.id });
  expect(bensPage.client.store.getState().conversations[room]).toBeUndefined();
});
