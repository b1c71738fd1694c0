import { expect, test } from 'vitest';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, World } from './world.ts';

const room = idOf(4, 1);
const ann = personOf(1);
const ben = personOf(2);

const newWorld = () => {
  const server = new FakeServer();
  server.addConversation(room);
  return new World(server);
};

let posted = 0;
const post = (world: World, ...bodies: string[]) => {
  for (const body of bodies) world.server.append(room, ben.id, idOf(5, posted++), body);
};

const online = async (world: World): Promise<Page> => {
  const page = world.openPage(ann);
  await world.quiet();
  return page;
};

const counts = ({ client }: Page) => client.store.getState().conversations[room];
const asked = (page: Page, event: string) => page.toServer.filter((request) => request.event === event);

test('messages of others count as unread, also where nothing is loaded, and mentions beside them', async () => {
  const world = newWorld();
  const page = await online(world);
  post(world, 'hello', `look, <@${ann.id}>`, `you too, <@${ben.id}>`);
  await world.quiet();
  expect(counts(page)).toMatchObject({ lastSeq: 3, readSeq: 0, unread: 3, mentions: 1 });
});

test('a message that comes twice counts once', async () => {
  const world = newWorld();
  const page = await online(world);
  post(world, `<@${ann.id}>`);
  world.publish(room);
  page.toClient[0]?.deliver();
  await world.quiet();
  expect(counts(page)).toMatchObject({ unread: 1, mentions: 1 });
});

test('who writes has read everything before', async () => {
  const world = newWorld();
  const page = await online(world);
  post(world, 'hello', `<@${ann.id}>`);
  await world.quiet();
  page.client.send(room, 'answer');
  await world.quiet();
  expect(counts(page)).toMatchObject({ lastSeq: 3, readSeq: 3, unread: 0, mentions: 0 });
});

test('reading shows at once, and marks of one scroll are sent as one', async () => {
  const world = newWorld();
  const page = await online(world);
  post(world, 'one', 'two', `<@${ann.id}>`);
  await world.quiet();
  for (const seq of [1, 2, 3, 2, 99]) page.client.markRead(room, seq);
  expect(counts(page)).toMatchObject({ readSeq: 3, unread: 0, mentions: 0 });
  expect(page.toServer).toEqual([]);
  world.clock.next();
  expect(asked(page, 'read:mark')).toMatchObject([{ payload: { conversationId: room, seq: 3 } }]);
  await world.quiet();
  expect(world.server.log(room).readSeqs.get(ann.id)).toBe(3);
});

test('marks go out while messages keep coming', async () => {
  const world = newWorld();
  const page = await online(world);
  const start = world.clock.now();
  for (let seq = 1; seq <= 10 && asked(page, 'read:mark').length === 0; seq += 1) {
    post(world, 'hello');
    world.publish(room);
    page.toClient.shift()?.deliver();
    page.client.markRead(room, seq);
    world.clock.run(100);
  }
  expect(asked(page, 'read:mark')).toHaveLength(1);
  expect(world.clock.now() - start).toBeLessThan(500);
});

test('of the mentions those that were read are gone, the others stay', async () => {
  const world = newWorld();
  const page = await online(world);
  void page.client.openConversation(room);
  post(world, `<@${ann.id}>`, 'two', `<@${ann.id}>`);
  await world.quiet();
  page.client.markRead(room, 2);
  expect(counts(page)).toMatchObject({ unread: 1, mentions: 1 });
});

test('a mark made without a connection is sent with the next one', async () => {
  const world = newWorld();
  const page = await online(world);
  post(world, 'hello');
  await world.quiet();
  page.cut();
  page.client.markRead(room, 1);
  await world.quiet();
  expect(world.server.log(room).readSeqs.get(ann.id)).toBe(1);
  expect(counts(page)).toMatchObject({ unread: 0 });
  expect(page.client.store.getState().unsentMarks).toEqual({});
});

test('what was read elsewhere is read here', async () => {
  const world = newWorld();
  const page = await online(world);
  post(world, 'one', 'two');
  await world.quiet();
  page.receive({ name: 'read', payload: { conversationId: room, userId: ann.id, seq: 2 } });
  page.receive({ name: 'read', payload: { conversationId: room, userId: ann.id, seq: 1 } });
  await world.quiet();
  expect(counts(page)).toMatchObject({ readSeq: 2, unread: 0 });
});

test('marks of others only go forward', async () => {
  const world = newWorld();
  const page = await online(world);
  for (const seq of [2, 5, 3]) page.receive({ name: 'read', payload: { conversationId: room, userId: ben.id, seq } });
  await world.quiet();
  expect(page.client.store.getState().readMarks[room]).toEqual({ [ben.id]: 5 });
});

test('how far the others have read is known after a reload, and not taken back by an older word', async () => {
  const world = newWorld();
  world.server.tellsMarks = true;
  post(world, 'one', 'two', 'three');
  const marks = (page: Page) => page.client.store.getState().readMarks[room];
  const page = await online(world);
  expect(marks(page)).toEqual({ [ben.id]: 3 });
  page.receive({ name: 'read', payload: { conversationId: room, userId: ben.id, seq: 5 } });
  await world.quiet();
  page.cut();
  await world.quiet();
  expect(marks(page)).toEqual({ [ben.id]: 5 });
});
