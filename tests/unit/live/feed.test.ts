import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TicketFilter } from '../../../app/_live/model.ts';
import { filterKey } from '../../../app/_live/ticket-filter.ts';
import { FakeServer } from './fake-server.ts';
import { personOf } from './ids.ts';
import { disturb, networkSteps, pageAt } from './network-steps.ts';
import { type Page, settled, World } from './world.ts';

const admin = personOf(1, 'admin');
const filters: TicketFilter[] = [{}, { state: 'open' }, { priority: 'urgent', state: 'acknowledged' }];

const page = fc.nat({ max: 1 });
const filter = fc.constantFrom(...filters);
const seq = fc.integer({ min: 1, max: 12 });
const does = <T extends string>(what: T) => fc.constant(what);
const userStep = [
  {
    weight: 5,
    arbitrary: fc.record({ do: does('reject'), priority: fc.constantFrom('normal' as const, 'urgent' as const) }),
  },
  { weight: 4, arbitrary: fc.record({ do: does('acknowledge'), seq }) },
  { weight: 2, arbitrary: fc.record({ do: does('resolve'), seq }) },
  { weight: 4, arbitrary: fc.record({ do: does('publish') }) },
  { weight: 2, arbitrary: fc.record({ do: does('more'), page, filter }) },
  { weight: 2, arbitrary: fc.record({ do: does('hold'), page, filter, on: fc.boolean() }) },
] as const;
const step = fc.oneof(...userStep, ...networkSteps(2));
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const act = (world: World, now: Step) => {
  const { feed } = world.server;
  switch (now.do) {
    case 'reject':
      return feed.reject({ priority: now.priority });
    case 'acknowledge':
      return feed.change(now.seq, { state: 'acknowledged' });
    case 'resolve':
      return feed.change(now.seq, { state: 'resolved' });
    case 'publish':
      return world.publishFeed();
    case 'more':
      return pageAt(world, now.page).client.loadMoreTickets(now.filter);
    case 'hold':
      return pageAt(world, now.page).client.holdTickets(now.filter, now.on);
    case 'reload':
      world.reload(now.page);
      return watchAll(pageAt(world, now.page));
    default:
      return disturb(world, now);
  }
};

const watchAll = (from: Page) => {
  for (const one of filters) from.client.watchTickets(one);
};

const viewOf = (from: Page, of: TicketFilter) => from.client.store.getState().feed?.views[filterKey(of)];

const expectNewestFirst = (world: World) => {
  for (const from of world.pages) {
    for (const one of filters) {
      const seqs = (viewOf(from, one)?.rejections ?? []).map((rejection) => rejection.seq);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a));
    }
  }
};

const expectTheFeed = (world: World) => {
  for (const from of world.pages) {
    expect(from.client.store.getState().feed).toMatchObject({ open: world.server.feed.open, held: [], recorded: [] });
    for (const one of filters) {
      const view = viewOf(from, one);
      const all = world.server.feed.matching(one);
      const shown = [...(view?.waiting ?? []), ...(view?.rejections ?? [])].sort((a, b) => b.seq - a.seq);
      expect(view?.status).toBe('ready');
      expect(shown).toEqual(all.slice(0, shown.length));
      if (!view?.hasMore) expect(shown).toHaveLength(all.length);
    }
  }
};

/** Not at the very beginning: there are some, and everybody looks at them. */
const newWorld = async () => {
  const world = new World(new FakeServer());
  for (let n = 0; n < 8; n += 1) world.server.feed.reject({ priority: n % 2 === 0 ? 'normal' : 'urgent' });
  for (const me of [admin, admin]) watchAll(world.openPage(me));
  await world.quiet();
  return world;
};

// Thousands of steps: on a busy machine more than the usual five seconds.
test('whatever the network does, every filtered list is the top of the server’s in the end', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), async (steps) => {
      const world = await newWorld();
      for (const now of steps) {
        await act(world, now);
        await settled();
        expectNewestFirst(world);
      }
      await world.quiet();
      expectTheFeed(world);
      expect(world.reported).toEqual([]);
      for (const from of world.pages) from.client.stop();
    }),
    { numRuns: Number(process.env.LIVE_RUNS ?? 150) },
  );
});

test('new rejections wait while the reader has scrolled away, and come when they are let in', async () => {
  const world = new World(new FakeServer());
  world.server.feed.reject({});
  const from = world.openPage(admin);
  from.client.watchTickets({});
  await world.quiet();
  from.client.holdTickets({}, true);
  world.server.feed.reject({});
  world.server.feed.reject({});
  await world.quiet();
  expect(viewOf(from, {})?.rejections.map((one) => one.seq)).toEqual([1]);
  expect(viewOf(from, {})?.waiting).toHaveLength(2);
  from.client.holdTickets({}, false);
  expect(viewOf(from, {})?.rejections.map((one) => one.seq)).toEqual([3, 2, 1]);
});

test('who is no admin has no feed', async () => {
  const world = new World(new FakeServer());
  const from = world.openPage(personOf(2));
  from.client.watchTickets({});
  await world.quiet();
  expect(from.client.store.getState().feed).toBeNull();
});

test('after more than 500 missed changes the lists are loaded again', async () => {
  const server = new FakeServer();
  server.feed.pageSize = 50;
  server.feed.changesSize = 500;
  const world = new World(server);
  const from = world.openPage(admin);
  from.client.watchTickets({});
  await world.quiet();
  from.cut();
  for (let n = 0; n < 501; n += 1) server.feed.reject({});
  await world.quiet();
  expect(viewOf(from, {})?.rejections.map((one) => one.seq)).toEqual(Array.from({ length: 50 }, (_, n) => 501 - n));
  expect(viewOf(from, {})?.hasMore).toBe(true);
  expect(from.client.store.getState().feed?.open).toBe(501);
});

test('of two loads of a list only the later one counts, whatever changed between their answers', async () => {
  const { feed } = new FakeServer();
  const world = new World(Object.assign(new FakeServer(), { feed }));
  const from = world.openPage(admin);
  from.client.watchTickets({});
  await world.quiet();
  const missMany = async () => {
    for (let n = 0; n < 501; n += 1) feed.reject({});
    feed.published = feed.states.length;
    from.receive({ name: 'tickets', payload: { after: feed.published, version: feed.published, rejections: [] } });
    from.toClient.shift()?.deliver();
    world.clock.run(200);
    await settled();
  };
  await missMany();
  await missMany();
  expect(from.toServer.map(({ event }) => event)).toEqual(['ticket:list', 'ticket:list']);
  world.serve(from, 'done', 0);
  world.serve(from, 'done', 0);
  feed.change(feed.latest.length, { state: 'resolved' });
  world.publishFeed();
  const [first, second, change] = from.toClient.splice(0);
  for (const next of [first, change, second]) {
    next?.deliver();
    await settled();
  }
  await world.quiet();
  expect(viewOf(from, {})?.rejections[0]).toMatchObject({ seq: 1002, state: 'resolved' });
});
