import { expect, test } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { type Page, settled, World } from './world.ts';

const [room, other] = [idOf(4, 1), idOf(4, 2)];
const ann = personOf(1);
const ben = personOf(2);

const newWorld = () => {
  const server = new FakeServer();
  for (const id of [room, other]) {
    server.addConversation(id);
    for (let n = 0; n < 9; n += 1)
      server.append(id, ben.id, idOf(5, server.log(id).latest.length + (id === room ? 0 : 50)), 'hello');
  }
  return new World(server);
};

/** Two devices, both online. */
const devices = async (world: World): Promise<[Page, Page]> => {
  const pages: [Page, Page] = [world.openPage(ann), world.openPage(ann)];
  await world.quiet();
  return pages;
};

const mark = (page: Page, id = room) => page.client.store.getState().conversations[id]?.readSeq;
const own = (page: Page) => page.client.store.getState().personal;
const asked = (page: Page, event: string) => page.toServer.filter((request) => request.event === event);
/** Delivers what has come to a page, and lets it react. */
const deliver = async (page: Page) => {
  while (page.toClient.length > 0) page.toClient.shift()?.deliver();
  await settled();
};

test('what is read on one device is read on the other', async () => {
  const world = newWorld();
  const [one, two] = await devices(world);
  one.client.markRead(room, 5);
  await world.quiet();
  expect([mark(two), two.client.store.getState().conversations[room]?.unread]).toEqual([5, 4]);
  expect(own(two)).toMatchObject({ cursor: 1, head: 1, held: [] });
});

test('a mark that was lost on its way is asked for once, when a later one shows it', async () => {
  const world = newWorld();
  const [, two] = await devices(world);
  world.server.mark(room, ann.id, 5);
  world.publishOwn(ann);
  two.toClient = [];
  world.server.mark(other, ann.id, 3);
  world.publishOwn(ann);
  await deliver(two);
  expect([mark(two), mark(two, other)], 'nothing ahead of its place').toEqual([0, 0]);
  world.clock.run(500);
  expect(asked(two, 'me:changes').map(({ payload }) => payload)).toEqual([
    { afterVersion: 0, limit: limits.personalPage, epoch: world.server.epoch },
  ]);
  await world.quiet();
  expect([mark(two), mark(two, other)]).toEqual([5, 3]);
});

test('the last one that was lost is shown by where the log ends', async () => {
  const world = newWorld();
  const [, two] = await devices(world);
  world.server.mark(room, ann.id, 5);
  world.publishOwn(ann);
  two.toClient = [];
  await world.quiet();
  expect(mark(two)).toBe(5);
});

test('what is told before the answer to sync is not lost', async () => {
  const world = newWorld();
  const page = world.openPage(ann);
  page.toClient.shift()?.deliver();
  await settled();
  // Answered before the mark, and heard after it.
  world.serve(page, 'done', 0);
  await settled();
  const [answer] = page.toClient.splice(0);
  world.server.mark(room, ann.id, 5);
  world.publishOwn(ann);
  await deliver(page);
  expect(mark(page)).toBeUndefined();
  answer?.deliver();
  await settled();
  expect([mark(page), own(page).cursor]).toEqual([5, 1]);
  expect(asked(page, 'me:changes')).toEqual([]);
});

test('a page that was away asks for what changed; one that lacks too much goes on from what sync says', async () => {
  const world = newWorld();
  const [, two] = await devices(world);
  for (const many of [1, limits.personalRemoved + 1]) {
    two.cut();
    for (let n = 0; n < many; n += 1) {
      const id = n % 2 === 0 ? room : other;
      const seq = (mark(two, id) ?? 0) + 1;
      world.server.mark(id, ann.id, seq);
      world.server.mark(id, ann.id, seq - 1, n % 3 === 0);
    }
    const { version } = world.server.ownLog(ann.id);
    expect(version).toBeGreaterThan(own(two).cursor);
    await world.quiet();
    for (const id of [room, other]) expect(mark(two, id)).toBe(world.server.readState(id, ann.id).readSeq);
    expect(own(two)).toMatchObject({ cursor: version, head: version, repair: null });
  }
});

test('what changed while a page was away is asked for as soon as sync says that there is something', async () => {
  const world = newWorld();
  const [, two] = await devices(world);
  two.cut();
  world.server.mark(room, ann.id, 5);
  world.clock.run(5_000);
  await deliver(two);
  world.serve(two, 'done', 0);
  await settled();
  await deliver(two);
  expect(asked(two, 'me:changes').map(({ payload }) => payload)).toMatchObject([{ afterVersion: 0 }]);
});

test('an instance of the version before tells no such log, and marks come as they did', async () => {
  const world = newWorld();
  const { sync } = world.server;
  world.server.sync = (me) => {
    const answer = sync.call(world.server, me);
    return answer.ok ? { ...answer, data: { ...(answer.data as object), own: undefined } } : answer;
  };
  const [page] = await devices(world);
  const state = world.server.mark(room, ann.id, 5);
  page.receive({ name: 'read', payload: { conversationId: room, userId: ann.id, seq: 5, state } });
  await deliver(page);
  expect([mark(page), page.client.store.getState().conversations[room]?.unread]).toEqual([5, 4]);
});
