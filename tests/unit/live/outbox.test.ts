import { expect, test } from 'vitest';
import { timelineOf } from '../../../app/_live/messages/timeline.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, settled, World } from './world.ts';

const room = idOf(4, 1);
const other = idOf(4, 2);
const ann = personOf(1);

const newWorld = () => {
  const server = new FakeServer();
  server.addConversation(room);
  server.addConversation(other);
  return new World(server);
};

const online = async (world: World, me = ann): Promise<Page> => {
  const page = world.openPage(me);
  await world.quiet();
  return page;
};

const bodies = (world: World, id = room) => world.server.log(id).latest.map(({ body }) => body);
const entries = (page: Page) => page.client.store.getState().outbox.entries;
const items = (page: Page, id = room) =>
  timelineOf(page.client.store.getState().logs[id], entries(page), page.me.id).items;
const sending = (page: Page) => page.toServer.filter(({ event }) => event === 'message:send');

/** Everything reaches the server and everybody, but sends get this answer, once each. */
const answerSends = async (world: World, page: Page, outcome: 'unavailable' | 'refused' | 'unanswered') => {
  await settled();
  expect(sending(page)).toHaveLength(1);
  world.serve(page, outcome, 0);
  page.toClient.shift()?.deliver();
  await settled();
};

test('a message is shown in the same moment it is sent, and keeps its key when it arrives', async () => {
  const world = newWorld();
  const page = await online(world);
  void page.client.openConversation(room);
  await world.quiet();
  const clientId = page.client.send(room, 'hello');
  expect(items(page)).toMatchObject([{ key: clientId, state: 'pending', message: { body: 'hello', seq: null } }]);
  await world.quiet();
  expect(items(page)).toMatchObject([{ key: clientId, state: 'sent', message: { body: 'hello', seq: 1 } }]);
});

test('what was written without a connection is sent in order once there is one', async () => {
  const world = newWorld();
  const page = world.openPage(ann);
  for (const body of ['one', 'two', 'three']) page.client.send(room, body);
  await settled();
  expect(page.toServer).toEqual([]);
  await world.quiet();
  expect(bodies(world)).toEqual(['one', 'two', 'three']);
  expect(entries(page)).toEqual([]);
});

test('what was not acknowledged survives a reload, in order, and is sent once', async () => {
  const world = newWorld();
  const page = await online(world);
  for (const body of ['one', 'two', 'three']) page.client.send(room, body);
  await answerSends(world, page, 'unanswered');
  expect(bodies(world)).toEqual(['one']);
  world.reload(0);
  await settled();
  const [again] = world.pages;
  expect(again && entries(again).map(({ body }) => body)).toEqual(['one', 'two', 'three']);
  await world.quiet();
  expect(bodies(world)).toEqual(['one', 'two', 'three']);
  expect(again && entries(again)).toEqual([]);
});

test('a send that is refused for now is repeated with the same client id, and nothing overtakes it', async () => {
  const world = newWorld();
  const page = await online(world);
  const clientId = page.client.send(room, 'first');
  page.client.send(room, 'second');
  await answerSends(world, page, 'unavailable');
  expect(entries(page)).toMatchObject([{ status: 'pending' }, { status: 'pending' }]);
  page.client.send(room, 'third');
  await settled();
  expect(sending(page)).toEqual([]);
  await world.quiet();
  expect(bodies(world)).toEqual(['first', 'second', 'third']);
  expect(world.server.log(room).latest[0]?.clientId).toBe(clientId);
});

test('one conversation that waits does not hold up another', async () => {
  const world = newWorld();
  const page = await online(world);
  page.client.send(room, 'waits');
  await answerSends(world, page, 'unavailable');
  page.client.send(other, 'goes');
  await settled();
  expect(sending(page)).toMatchObject([{ payload: { conversationId: other, body: 'goes' } }]);
});

test('a refused message says why, can be sent again, and does not stop the next one', async () => {
  const world = newWorld();
  const page = await online(world);
  void page.client.openConversation(room);
  await world.quiet();
  const clientId = page.client.send(room, 'refused');
  page.client.send(room, 'next');
  await answerSends(world, page, 'refused');
  await world.quiet();
  expect(bodies(world)).toEqual(['next']);
  expect(items(page)).toMatchObject([
    { state: 'sent', message: { body: 'next' } },
    { key: clientId, state: 'failed', error: { code: 'forbidden' } },
  ]);
  page.client.retry(clientId);
  expect(items(page)[1]).toMatchObject({ key: clientId, state: 'pending' });
  await world.quiet();
  expect(bodies(world)).toEqual(['next', 'refused']);
});

test('a refused message stays refused after a reload, until it is discarded', async () => {
  const world = newWorld();
  const page = await online(world);
  const clientId = page.client.send(room, 'refused');
  await answerSends(world, page, 'refused');
  world.reload(0);
  await world.quiet();
  const [again] = world.pages;
  expect(again && entries(again)).toMatchObject([{ clientId, status: 'failed', error: { code: 'forbidden' } }]);
  again?.client.discard(clientId);
  world.reload(0);
  await world.quiet();
  const [afterwards] = world.pages;
  expect(afterwards && entries(afterwards)).toEqual([]);
  expect(bodies(world)).toEqual([]);
});

test('a discarded message is never sent', async () => {
  const world = newWorld();
  const page = world.openPage(ann);
  page.client.send(room, 'kept');
  page.client.discard(page.client.send(room, 'discarded'));
  await world.quiet();
  expect(bodies(world)).toEqual(['kept']);
});

test('a message that arrives before its acknowledgement has left the outbox', async () => {
  const world = newWorld();
  const page = await online(world);
  page.client.send(room, 'hello');
  await settled();
  world.serve(page, 'done', 0);
  world.publish(room);
  page.toClient.find(({ kind }) => kind === 'event')?.deliver();
  expect(entries(page)).toEqual([]);
});

test('an acknowledgement that an edit has overtaken does not bring the old text back', async () => {
  const world = newWorld();
  const page = await online(world);
  void page.client.openConversation(room);
  await world.quiet();
  page.client.send(room, 'hello');
  await settled();
  world.serve(page, 'done', 0);
  world.server.change(room, 1, { body: 'edited' });
  world.publish(room);
  const [acknowledgement, event] = page.toClient.splice(0);
  event?.deliver();
  acknowledgement?.deliver();
  await world.quiet();
  expect(items(page)).toMatchObject([{ state: 'sent', message: { body: 'edited' } }]);
});

test('of two tabs one sends, the other shows what it has to say, and takes over when the first is closed', async () => {
  const world = newWorld();
  const first = await online(world);
  const second = await online(world);
  second.client.send(room, 'from the second');
  await settled();
  first.client.send(room, 'from the first');
  await settled();
  expect(sending(first)).toMatchObject([{ payload: { body: 'from the second' } }]);
  expect(sending(second)).toEqual([]);
  expect(entries(first).map(({ body }) => body)).toEqual(['from the second', 'from the first']);
  expect(entries(second)).toEqual(entries(first));
  first.client.stop();
  await settled();
  expect(sending(second)).toMatchObject([{ payload: { body: 'from the second' } }]);
  await world.quiet();
  expect(bodies(world)).toEqual(['from the second', 'from the first']);
  expect(entries(second)).toEqual([]);
});

test('a tab that loses its connection leaves the sending to one that has it', async () => {
  const world = newWorld();
  const first = await online(world);
  const second = await online(world);
  first.client.send(room, 'hello');
  await settled();
  first.cut();
  await settled();
  expect(sending(second)).toHaveLength(1);
});

test('a late word from another tab does not bring back what has arrived', async () => {
  const world = newWorld();
  const page = await online(world);
  page.client.send(room, 'hello');
  const [entry] = entries(page);
  if (!entry) throw new Error('nothing is on its way');
  await world.quiet();
  page.cut();
  world.tabOf(ann).post({ kind: 'put', entry });
  await settled();
  expect(entries(page)).toEqual([]);
});

test('without a session a message waits for the next sign-in, unchanged', async () => {
  const world = newWorld();
  const page = await online(world);
  page.client.send(room, 'hello');
  page.receive({ name: 'notice', payload: { kind: 'signed_out' } });
  page.toClient.shift()?.deliver();
  await world.quiet();
  expect(page.client.store.getState().connection.phase).toBe('signed_out');
  expect(bodies(world)).toEqual(['hello']);
  world.reload(0);
  await world.quiet();
  expect(bodies(world)).toEqual(['hello']);
  const [again] = world.pages;
  expect(again && entries(again)).toEqual([]);
});

test('who signs out by choice leaves nothing on the device, in no tab', async () => {
  const world = newWorld();
  const page = await online(world);
  const tab = world.openPage(ann);
  await world.quiet();
  for (const one of [page, tab]) one.cut();
  page.client.send(room, 'waits for a connection');
  await settled();
  expect(entries(tab)).toHaveLength(1);
  expect(await Promise.all([page.client.settleOutbox(), world.clock.run(1_000)])).toMatchObject([
    [{ body: 'waits for a connection' }],
    undefined,
  ]);
  page.client.leave();
  await settled();
  expect(tab.client.store.getState().connection.phase).toBe('signed_out');
  expect(entries(page)).toEqual([]);
  world.reload(0);
  await world.quiet();
  const [again] = world.pages;
  expect(again && entries(again)).toEqual([]);
  expect(bodies(world)).toEqual([]);
});
