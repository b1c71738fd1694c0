import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { disturb, networkSteps, pageAt } from './network-steps.ts';
import { type Page, settled, World } from './world.ts';

const rooms = [idOf(4, 1), idOf(4, 2)] as const;
const [room, other] = rooms;
const ann = personOf(1, 'admin');
const ben = personOf(2);
const outsider = personOf(3);

const post = (world: World, id: string, count = 1) => {
  for (let n = 0; n < count; n += 1)
    world.server.append(id, outsider.id, idOf(5, world.nextId++), `post ${world.nextId}`);
};

/** Two tabs of one person and one of another, who look at a room with something in it. */
const newWorld = async () => {
  const world = new World(new FakeServer());
  for (const id of rooms) world.server.addConversation(id);
  for (const me of [ann, ann, ben]) world.openPage(me);
  for (let n = 0; n < 8; n += 1) world.server.feed.reject({});
  post(world, room, 10);
  for (const { client } of world.pages) {
    void client.openConversation(room);
    client.watchTickets({});
  }
  await world.quiet();
  return world;
};

const stateOf = (page: Page | undefined) => {
  if (!page) throw new Error('no page');
  return page.client.store.getState();
};
const shown = (page: Page | undefined, id: string) => stateOf(page).logs[id]?.window?.messages ?? [];

/** Every page is what the server has. */
const expectTheServer = (world: World) => {
  const { server } = world;
  for (const page of world.pages) {
    const { conversations, logs, feed, outbox, connection } = stateOf(page);
    expect(connection).toMatchObject({ phase: 'online', epoch: server.epoch });
    expect(outbox.entries).toEqual([]);
    for (const id of rooms) {
      const { lastSeq, version } = server.conversationFor(id, page.me.id);
      expect(conversations[id]).toMatchObject({ lastSeq, version });
      expect(logs[id]).toMatchObject({ cursor: version, head: version, held: [], repair: null });
      const messages = shown(page, id);
      const first = messages[0]?.seq ?? 1;
      expect(messages).toEqual(server.log(id).latest.slice(first - 1, first - 1 + messages.length));
      if (logs[id]?.window?.attached) expect(first - 1 + messages.length).toBe(lastSeq);
    }
    const tickets = Object.values(feed?.views ?? {}).flatMap(({ rejections }) => rejections);
    expect(tickets).toEqual(server.feed.latest.toReversed().slice(0, tickets.length));
    if (page.me.role === 'admin')
      expect(feed).toMatchObject({ open: server.feed.open, cursor: server.feed.states.length });
  }
};

test('a page whose server was put back shows what the server has, and sends what waits', async () => {
  const world = await newWorld();
  const putBack = world.server.copy();
  post(world, room, 5);
  world.server.change(room, 3, { body: 'edited', editedAt: new Date(0).toISOString() });
  world.server.feed.change(2, { state: 'resolved' });
  world.server.feed.reject({});
  await world.quiet();
  expect(shown(world.pages[0], room).at(-1)?.seq).toBe(15);

  for (const page of world.pages) page.cut();
  world.pages[2]?.client.send(room, 'written meanwhile');
  putBack();
  post(world, room, 2);
  await world.quiet();
  expectTheServer(world);
  expect(shown(world.pages[0], room).map(({ body }) => body)).toContain('written meanwhile');
  expect(shown(world.pages[0], room).at(-1)?.seq).toBe(13);
});

test('what is known of a room that nobody looks at is forgotten, too', async () => {
  const world = await newWorld();
  const putBack = world.server.copy();
  post(world, other, 3);
  await world.quiet();
  for (const page of world.pages) page.cut();
  putBack();
  await world.quiet();
  expect(stateOf(world.pages[0]).conversations[other]).toMatchObject({ lastSeq: 0, version: 0, unread: 0 });
  expectTheServer(world);
});

test('how far people had read is forgotten: they read other messages', async () => {
  const world = await newWorld();
  const { server, pages } = world;
  server.tellsMarks = true;
  const putBack = server.copy();
  post(world, room, 5);
  server.mark(room, ben.id, 15);
  for (const page of pages) page.cut();
  await world.quiet();
  expect(stateOf(pages[0]).readMarks[room]?.[ben.id]).toBe(15);
  pages[0]?.client.markRead(room, 15);
  for (const page of pages) page.cut();
  putBack();
  post(world, room, 6);
  await world.quiet();
  expect(stateOf(pages[0]).readMarks[room]?.[ben.id] ?? 0).toBe(0);
  expect(stateOf(pages[0]).conversations[room]).toMatchObject({ readSeq: 0, unread: 16 });
});

test('what a log has not come to any more is not asked for over and over', async () => {
  const world = await newWorld();
  const [page] = world.pages;
  if (!page) throw new Error('no page');
  const putBack = world.server.copy();
  post(world, room, 3);
  await world.quiet();
  putBack();
  page.receive({ name: 'head', payload: { conversationId: room, version: 14 } });
  let asked = 0;
  for (let n = 0; n < 15; n += 1) {
    page.toClient.shift()?.deliver();
    world.clock.run(100);
    await settled();
    asked += page.toServer.filter(({ event }) => event === 'message:changes').length;
    while (page.toServer.length > 0) world.serve(page, 'done', 0);
  }
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(2);
});

test('the first question on every socket says the epoch, how far the client is, and the last message it has', async () => {
  const world = await newWorld();
  const [page] = world.pages;
  page?.cut();
  world.clock.run(5_000);
  page?.toClient.shift()?.deliver();
  await settled();
  const last = shown(page, room).at(-1);
  expect(page?.toServer.map(({ event, payload }) => ({ event, payload }))).toEqual([
    {
      event: 'sync',
      payload: {
        epoch: world.server.epoch,
        known: [
          { log: 'own', version: 0 },
          { log: 'feed', version: 8 },
          { log: room, version: 10, seq: 10, id: last?.id },
          { log: other, version: 0 },
        ],
      },
    },
  ]);
});

test('an instance that does not say its epoch is believed to have the one that is known', async () => {
  const world = await newWorld();
  const before = shown(world.pages[0], room);
  Object.assign(world.server, { epoch: undefined });
  world.pages[0]?.cut();
  await world.quiet();
  expect(stateOf(world.pages[0]).connection.epoch).toBe(idOf(7, 1));
  expect(shown(world.pages[0], room)).toBe(before);
});

const page = fc.nat({ max: 2 });
const where = fc.constantFrom(room, room, other);
const does = <T extends string>(what: T) => fc.constant(what);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: does('post'), room: where }) },
  { weight: 2, arbitrary: fc.record({ do: does('edit'), room: where, seq: fc.nat({ max: 15 }) }) },
  { weight: 5, arbitrary: fc.record({ do: does('send'), page, room: where }) },
  { weight: 3, arbitrary: fc.record({ do: does('open'), page, room: where }) },
  { weight: 2, arbitrary: fc.record({ do: does('older'), page, room: where }) },
  { weight: 1, arbitrary: fc.record({ do: does('copy') }) },
  { weight: 1, arbitrary: fc.record({ do: does('put-back') }) },
  ...networkSteps(3),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const act = (world: World, now: Step, copies: (() => void)[]) => {
  switch (now.do) {
    case 'post':
      return post(world, now.room);
    case 'edit':
      return world.server.change(now.room, now.seq, { body: `${world.nextId++}`, editedAt: new Date(0).toISOString() });
    case 'send':
      return void pageAt(world, now.page).client.send(now.room, 'sent');
    case 'open':
      return void pageAt(world, now.page).client.openConversation(now.room);
    case 'older':
      return void pageAt(world, now.page).client.loadOlder(now.room);
    case 'copy':
      return void copies.push(world.server.copy());
    case 'put-back':
      // The instances close every connection.
      copies.at(-1)?.();
      for (const one of world.pages) one.cut();
      return;
    default:
      return disturb(world, now);
  }
};

test('however often the server is put back, and whatever the network does, pages are the server’s in the end', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), async (steps) => {
      const world = await newWorld();
      const copies = [world.server.copy()];
      for (const now of steps) {
        act(world, now, copies);
        await settled();
      }
      await world.quiet();
      expectTheServer(world);
      for (const { client } of world.pages) client.stop();
    }),
    { numRuns: Number(process.env.LIVE_RUNS ?? 60) },
  );
});
