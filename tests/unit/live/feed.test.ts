import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesFilter } from '../../../app/_live/tickets/filter.ts';
import { filterKey } from '../../../app/_live/tickets/filter-key.ts';
import { holds, withChanges } from '../../../app/_live/tickets/newest-first.ts';
import type { TicketFilter } from '../../../app/_live/tickets/state.ts';
import { failureWith, success } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { FakeFeed } from './fake-feed.ts';
import { FakeServer } from './fake-server.ts';
import { personOf } from './ids.ts';
import { disturb, networkSteps, pageAt } from './network-steps.ts';
import { type Page, settled, World } from './world.ts';

const admin = personOf(1, 'admin');
const filters: TicketFilter[] = [
  {},
  { state: 'open' },
  { priority: 'urgent', state: 'acknowledged' },
  { assigneeId: 'me' },
  { assigneeId: 'nobody', state: 'open' },
];

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
  { weight: 2, arbitrary: fc.record({ do: does('reopen'), seq }) },
  { weight: 2, arbitrary: fc.record({ do: does('assign'), seq, to: fc.constantFrom(admin.id, null) }) },
  { weight: 4, arbitrary: fc.record({ do: does('publish') }) },
  { weight: 2, arbitrary: fc.record({ do: does('code') }) },
  { weight: 2, arbitrary: fc.record({ do: does('more'), page, filter }) },
  { weight: 2, arbitrary: fc.record({ do: does('hold'), page, filter, on: fc.boolean() }) },
] as const;
const step = fc.oneof(...userStep, ...networkSteps(2));
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const act = (world: World, now: Step) => {
  const { feed } = world.server;
  switch (now.do) {
    case 'reject':
      return feed.reject({ priority: now.priority, reasonCode: `of ${now.priority}` });
    case 'acknowledge':
      return feed.change(now.seq, { state: 'acknowledged' });
    case 'resolve':
      return feed.change(now.seq, { state: 'resolved' });
    case 'reopen':
      return feed.change(now.seq, { state: 'open' });
    case 'assign':
      return feed.change(now.seq, { assigneeId: now.to });
    case 'publish':
      return world.publishFeed();
    case 'code':
      return world.bringCode();
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
  from.client.watchStatistics();
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

const expectTheStatistics = (world: World, from: Page) => {
  const told = world.server.feed.statistics(0);
  if (!told.ok) throw new Error('the fake feed refuses');
  const { reasons, lastSeq } = told.data;
  const expected = Object.fromEntries(reasons.map(({ reasonCode, perMinute }) => [reasonCode, perMinute]));
  expect(from.client.store.getState().feed?.statistics).toMatchObject({ reasons: expected, floor: lastSeq, above: [] });
};

const expectTheFeed = (world: World) => {
  for (const from of world.pages) {
    expectTheStatistics(world, from);
    expect(from.client.store.getState().feed).toMatchObject({ open: world.server.feed.open, held: [], recorded: [] });
    for (const one of filters) {
      const view = viewOf(from, one);
      const all = world.server.feed.matching(one, admin.id);
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
  world.isCodeLate = true;
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

test('code that comes after everything else asks for what was missed, by changes where nothing is shown', async () => {
  const world = new World(new FakeServer());
  world.isCodeLate = true;
  world.server.feed.reject({});
  const from = world.openPage(admin);
  await world.flow(from);
  for (let n = 0; n < 3; n += 1) world.server.feed.reject({});
  world.publishFeed();
  await world.flow(from);
  expect(from.client.store.getState().feed).toMatchObject({ cursor: 1, head: 4, open: 1 });
  world.bringCode();
  await settled();
  expect(from.toServer).toMatchObject([
    { event: 'ticket:changes', payload: { afterVersion: 1, limit: limits.ticketChangesPage } },
  ]);
  await world.flow(from);
  expect(from.client.store.getState().feed).toMatchObject({ cursor: 4, head: 4, open: 4 });
});

test('who has no feed never asks for the code of one', async () => {
  const world = new World(new FakeServer());
  world.isCodeLate = true;
  for (const me of [personOf(2), admin]) await world.flow(world.openPage(me));
  expect(world.code).toHaveLength(1);
});

test('code that cannot be loaded is asked for again', async () => {
  const world = new World(new FakeServer());
  world.isCodeLate = true;
  world.server.feed.reject({});
  const from = world.openPage(admin);
  from.client.watchTickets({});
  await world.flow(from);
  world.loseCode(new Error('no such file'));
  await settled();
  expect(world.reported).toEqual([new Error('no such file')]);
  await world.quiet();
  expect(viewOf(from, {})).toMatchObject({ status: 'ready', rejections: [{ seq: 1 }] });
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

test('a ticket is on the lists of whom it is assigned to, on nobody’s only while it is assigned to nobody', () => {
  const feed = new FakeFeed();
  feed.reject({});
  feed.reject({ assigneeId: admin.id });
  const on = (assigneeId: string) => feed.latest.map((one) => matchesFilter(one, { assigneeId }, admin.id));
  expect([on('nobody'), on('me'), on(admin.id), on(personOf(2).id)]).toEqual([
    [true, false],
    [false, true],
    [false, true],
    [false, false],
  ]);
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
  server.feed.searched = 1_000;
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

test('a search that finds little goes on by itself for a while, then when it is asked, to the end', async () => {
  const server = new FakeServer();
  for (let n = 0; n < 200; n += 1) server.feed.reject({ priority: n === 3 ? 'urgent' : 'low' });
  const world = new World(server);
  const from = world.openPage(admin);
  const rare: TicketFilter = { priority: 'urgent' };
  from.client.watchTickets(rare);
  await world.quiet();
  expect(viewOf(from, rare)).toMatchObject({ status: 'ready', rejections: [], hasMore: true, loading: null });
  expect(viewOf(from, rare)?.searchedTo).not.toBeNull();
  for (let asked = 0; viewOf(from, rare)?.hasMore; asked += 1) {
    expect(asked).toBeLessThan(4);
    from.client.loadMoreTickets(rare);
    await world.quiet();
  }
  expect(viewOf(from, rare)?.rejections.map((one) => one.seq)).toEqual([4]);
  expect(viewOf(from, rare)?.searchedTo).toBeNull();
});

test('a list that takes too long is said to, and asked for again only on request', async () => {
  const world = new World(new FakeServer());
  world.server.feed.reject({});
  const from = world.openPage(admin);
  await world.quiet();
  from.client.watchTickets({});
  await settled();
  const [slow] = from.toServer.splice(0);
  slow?.answer(failureWith({ reason: 'too_slow' }, 'unavailable', 'too slow', 10_000));
  await world.quiet();
  expect(viewOf(from, {})).toMatchObject({ status: 'error', error: { data: { reason: 'too_slow' } }, loading: null });
  expect(from.toServer).toEqual([]);
  from.client.retryTickets({});
  await world.quiet();
  expect(viewOf(from, {})).toMatchObject({ status: 'ready', rejections: [{ seq: 1 }] });
});

test('a burst costs a look at what is new, not at all that is there', async () => {
  const rows = Array.from({ length: 5_000 }, (_, n) => ({ id: `row-${n}`, seq: 5_000 - n, version: 5_000 - n }));
  let looks = 0;
  const watched = new Proxy(rows, {
    get: (list, name) => {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks += 1;
      return Reflect.get(list, name);
    },
  });
  expect(withChanges(watched, [{ id: 'row-17', seq: 4_983, version: 9_000 }], () => true)).toHaveLength(5_000);
  // One copy of the list, and a search in it.
  expect(looks).toBeLessThan(5_000 + 30);
  looks = 0;
  expect(withChanges(watched, [{ id: 'elsewhere', seq: 9_999, version: 9_999 }], () => true)).toBe(watched);
  expect(holds(watched, { id: 'elsewhere', seq: 9_999, version: 9_999 })).toBe(false);
  expect(looks).toBeLessThan(40);
});

test('what changes nothing on a list leaves the very same list, so that nothing is drawn again', async () => {
  const world = new World(new FakeServer());
  world.server.feed.reject({ priority: 'urgent' });
  const from = world.openPage(admin);
  const urgent: TicketFilter = { priority: 'urgent' };
  from.client.watchTickets(urgent);
  await world.quiet();
  const before = viewOf(from, urgent);
  for (let n = 0; n < 50; n += 1) world.server.feed.reject({ priority: 'low' });
  await world.quiet();
  expect(viewOf(from, urgent)).toBe(before);
  expect(from.client.store.getState().feed?.open).toBe(51);
});

test('what happens to tickets that are on no screen is counted at once, without asking anybody', async () => {
  const server = new FakeServer();
  for (let n = 0; n < 9; n += 1) server.feed.reject({});
  const world = new World(server);
  const from = world.openPage(admin);
  await world.quiet();
  for (const state of ['acknowledged', 'resolved', 'open', 'resolved'] as const) {
    server.feed.change(4, { state });
    server.feed.reject({});
    server.feed.change(7, { assigneeId: admin.id });
    world.publishFeed();
    for (const next of from.toClient.splice(0)) next.deliver();
    await settled();
    expect(from.client.store.getState().feed?.open).toBe(server.feed.open);
    expect(from.toServer).toEqual([]);
    expect(from.client.store.getState().connection.recounting).toBe(false);
  }
});

test('one ticket that is looked at by itself is kept up to date, also when no list holds it', async () => {
  const world = new World(new FakeServer());
  world.server.feed.reject({});
  const from = world.openPage(admin);
  await world.quiet();
  const [rejection] = world.server.feed.latest;
  const asked = from.client.request('ticket:get', { rejectionId: rejection?.id ?? '' });
  await settled();
  const [question] = from.toServer.splice(0);
  question?.answer(success({ rejection, raw: null, conflicting: [], history: [] }));
  await asked;
  world.server.feed.change(1, { state: 'acknowledged' });
  await world.quiet();
  expect(from.client.store.getState().feed?.followed).toMatchObject({ seq: 1, state: 'acknowledged' });
});

test('of two loads of a list only the later one counts, whatever changed between their answers', async () => {
  const { feed } = new FakeServer();
  feed.searched = 5_000;
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
