import { expect, test } from 'vitest';
import { timelineOf } from '../../../app/_live/messages/timeline.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, settled, World } from './world.ts';

const room = idOf(4, 1);
const other = idOf(4, 2);
const ann = personOf(1);
const ben = personOf(2);

/** As a real server would page. */
const newWorld = () => {
  const server = new FakeServer();
  server.pageSize = 100;
  server.changesSize = 500;
  server.addConversation(room);
  server.addConversation(other);
  return new World(server);
};

let posted = 0;
const post = (world: World, count: number, id = room, body = 'hello') => {
  for (let n = 0; n < count; n += 1) world.server.append(id, ben.id, idOf(5, posted++), body);
};

const opened = async (world: World): Promise<Page> => {
  const page = world.openPage(ann);
  void page.client.openConversation(room);
  await world.quiet();
  return page;
};

const timeline = (page: Page, id = room) => timelineOf(page.client.store.getState().logs[id], [], page.me.id);
const seqs = (page: Page) => timeline(page).items.map(({ message }) => message.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const conversation = (page: Page, id = room) => page.client.store.getState().conversations[id];

/** What a page asks while everything is served and delivered, in order. */
const asked = async (world: World, page: Page): Promise<string[]> => {
  const events: string[] = [];
  const { serve } = world;
  world.serve = (from, ...rest) => {
    if (from === page && from.toServer[0]) events.push(from.toServer[0].event);
    serve.call(world, from, ...rest);
  };
  await world.quiet();
  world.serve = serve;
  return events;
};

test('a page that was away for a while asks for the changes, and only of what it has loaded', async () => {
  const world = newWorld();
  post(world, 3);
  post(world, 3, other);
  const page = await opened(world);
  page.cut();
  post(world, 400);
  post(world, 400, other);
  expect(await asked(world, page)).toEqual(['sync', 'message:changes']);
  expect(seqs(page)).toEqual(range(1, 403));
  expect(conversation(page, other)).toMatchObject({ lastSeq: 403, unread: 403, version: 403 });
});

test('a page that missed more than 500 changes loads the newest page again, without a hole', async () => {
  const world = newWorld();
  post(world, 120);
  world.server.log(room).readSeqs.set(ann.id, 120);
  const page = await opened(world);
  page.cut();
  post(world, 501);
  expect(await asked(world, page)).toEqual(['sync', 'message:history']);
  expect(seqs(page)).toEqual(range(522, 621));
  expect(timeline(page)).toMatchObject({ hasOlder: true, hasNewer: false });
  post(world, 1);
  await world.quiet();
  expect(seqs(page)).toEqual(range(522, 622));
});

test('a reader of old messages who missed more than 500 changes still reads there, and finds the way to the end', async () => {
  const world = newWorld();
  post(world, 300);
  const page = await opened(world);
  void page.client.jumpTo(room, 50);
  await world.quiet();
  page.cut();
  world.server.change(room, 50, { body: 'edited meanwhile' });
  post(world, 600);
  await world.quiet();
  expect(seqs(page)).toContain(50);
  expect(timeline(page).items.find(({ message }) => message.seq === 50)?.message.body).toBe('edited meanwhile');
  for (let turn = 0; turn < 10 && timeline(page).hasNewer; turn += 1) {
    void page.client.loadNewer(room);
    await world.quiet();
  }
  expect(seqs(page).at(-1)).toBe(900);
  expect(conversation(page)).toMatchObject({ lastSeq: 900, version: 901 });
});

test('a conversation that is not loaded is counted again after more than 500 lost changes', async () => {
  const world = newWorld();
  const page = await opened(world);
  post(world, 600, other);
  // Published, and lost on the way.
  world.publish(other);
  page.toClient = [];
  expect(await asked(world, page)).toEqual(['sync']);
  expect(conversation(page, other)).toMatchObject({ lastSeq: 600, unread: 600, version: 600 });
});

test('an older answer to "how does everything stand" takes away nothing that was told since', async () => {
  const world = newWorld();
  const page = await opened(world);
  const questions = () => page.toServer.filter(({ event }) => event === 'sync').length;
  /** After more lost changes than it reads, a page has to ask for the count of a conversation, a little later. */
  const loseMany = async () => {
    post(world, 600, other);
    world.publish(other);
    page.toClient = [];
    page.receive({ name: 'head', payload: { conversationId: other, version: world.server.log(other).states.length } });
    await deliver();
    world.clock.run(1_000);
    await settled();
    world.serve(page, 'done', 0);
    await deliver();
    world.clock.run(3_000);
    await settled();
  };
  const deliver = async () => {
    for (const next of page.toClient.splice(0)) next.deliver();
    await settled();
  };
  await loseMany();
  expect(questions()).toBe(1);
  world.serve(page, 'done', 0);
  const [answer] = page.toClient.splice(0);
  const third = idOf(4, 3);
  world.server.addConversation(third);
  page.receive({ name: 'conversation', payload: world.server.conversationFor(third, ann.id) });
  await deliver();
  await loseMany();
  expect(questions(), 'asked beside the one that is under way').toBe(0);
  answer?.deliver();
  await settled();
  expect(conversation(page, third)).toBeDefined();
  expect(await asked(world, page), 'asked again, now that it is answered').toEqual(['sync']);
  expect(conversation(page, other)).toMatchObject({ unread: 1_200 });
});

test('a hole that closes by itself within 200 ms is not asked for', async () => {
  const world = newWorld();
  const page = await opened(world);
  for (let n = 0; n < 3; n += 1) {
    post(world, 1);
    world.publish(room);
  }
  const [first, second, third] = page.toClient.splice(0);
  third?.deliver();
  second?.deliver();
  expect(seqs(page)).toEqual([]);
  first?.deliver();
  expect(seqs(page)).toEqual([1, 2, 3]);
  expect(await asked(world, page)).toEqual([]);
});

test('a hole that stays open is asked for after 200 ms', async () => {
  const world = newWorld();
  const page = await opened(world);
  const before = world.clock.now();
  post(world, 1);
  world.publish(room);
  page.toClient = [];
  post(world, 1);
  world.publish(room);
  page.toClient.shift()?.deliver();
  await settled();
  expect(page.toServer).toEqual([]);
  world.clock.next();
  await settled();
  expect(world.clock.now() - before).toBe(200);
  expect(page.toServer).toMatchObject([{ event: 'message:changes', payload: { afterVersion: 0 } }]);
  await world.quiet();
  expect(seqs(page)).toEqual([1, 2]);
});

test('the last message of all, lost, is found by the head alone', async () => {
  const world = newWorld();
  const page = await opened(world);
  post(world, 1);
  world.publish(room);
  page.toClient = [];
  await world.quiet();
  expect(seqs(page)).toEqual([1]);
});

test('a conversation opens at its first unread message, and the "New" line does not move', async () => {
  const world = newWorld();
  post(world, 300);
  world.server.log(room).readSeqs.set(ann.id, 100);
  const page = await opened(world);
  expect(timeline(page).firstUnreadSeq).toBe(101);
  expect(seqs(page)).toContain(101);
  expect(timeline(page).hasNewer).toBe(true);
  page.client.markRead(room, 150);
  await world.quiet();
  expect(timeline(page).firstUnreadSeq).toBe(101);
  expect(conversation(page)).toMatchObject({ readSeq: 150, unread: 150 });
});

test('the "New" line is gone when a conversation is left, and stands anew where one comes back to', async () => {
  const world = newWorld();
  post(world, 3);
  const page = await opened(world);
  expect(timeline(page).firstUnreadSeq).toBe(1);
  page.client.markRead(room, 3);
  await world.quiet();
  page.client.closeConversation(room);
  expect(timeline(page).firstUnreadSeq).toBeNull();
  void page.client.openConversation(room);
  expect(timeline(page).firstUnreadSeq).toBeNull();
  page.client.closeConversation(room);
  post(world, 2);
  await world.quiet();
  void page.client.openConversation(room);
  expect(timeline(page).firstUnreadSeq).toBe(4);
});

test('with a few unread ones a conversation opens at its end', async () => {
  const world = newWorld();
  post(world, 300);
  world.server.log(room).readSeqs.set(ann.id, 290);
  const page = await opened(world);
  expect(timeline(page)).toMatchObject({ firstUnreadSeq: 291, hasNewer: false });
});

test('a conversation is left when the server no longer knows the user in it', async () => {
  const world = newWorld();
  const page = await opened(world);
  page.cut();
  world.server.logs.delete(room);
  await world.quiet();
  expect(conversation(page)).toBeUndefined();
  expect(conversation(page, other)).toBeDefined();
});

test('messages of a conversation that is announced only later are not lost', async () => {
  const world = newWorld();
  const page = await opened(world);
  const third = idOf(4, 3);
  world.server.addConversation(third);
  const told = world.server.conversationFor(third, ann.id);
  post(world, 1, third);
  world.publish(third);
  page.receive({ name: 'conversation', payload: told });
  await world.quiet();
  expect(conversation(page, third)).toMatchObject({ lastSeq: 1, unread: 1, version: 1 });
});

test('a new message that was changed after later ones came is counted, too, though it is told after them', async () => {
  const world = newWorld();
  post(world, 300);
  world.server.log(room).readSeqs.set(ann.id, 300);
  const page = await opened(world);
  // With the end out of sight, what is unread is counted on from what is told.
  void page.client.jumpTo(room, 50);
  await world.quiet();
  world.server.changesSize = 2;
  post(world, 3);
  world.server.change(room, 301, { body: 'edited', editedAt: new Date(0).toISOString() });
  world.publish(room);
  page.toClient.length = 0;
  post(world, 1);
  await world.quiet();
  expect(conversation(page)).toMatchObject({ lastSeq: 304, unread: 4, version: 305 });
});
