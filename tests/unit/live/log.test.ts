import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timelineOf } from '../../../app/_live/messages/timeline.ts';
import type { PayloadInput } from '../../../protocol/index.ts';
import { FakeServer } from './fake-server.ts';
import { idOf, personOf } from './ids.ts';
import { disturb, networkSteps, pageAt } from './network-steps.ts';
import { type Page, settled, World } from './world.ts';

const rooms = [idOf(4, 1), idOf(4, 2)] as const;
const ann = personOf(1);
const ben = personOf(2);
const outsider = personOf(3);

const page = fc.nat({ max: 2 });
const room = fc.constantFrom(rooms[0], rooms[0], rooms[0], rooms[1]);
const some = fc.nat({ max: 20 });
/** Counted from the newest one: what was just written is changed most. */
const back = fc.nat({ max: 6 });
/** Who is mentioned. */
const names = fc.constantFrom('', '', `<@${ann.id}>`, `<@${ben.id}>`, `<@${ann.id}> <@${ben.id}>`);
const does = <T extends string>(what: T) => fc.constant(what);

const userStep = [
  { weight: 4, arbitrary: fc.record({ do: does('post'), room, names }) },
  { weight: 3, arbitrary: fc.record({ do: does('edit'), room, back, names }) },
  { weight: 2, arbitrary: fc.record({ do: does('react'), room, back }) },
  { weight: 1, arbitrary: fc.record({ do: does('delete'), room, back }) },
  { weight: 4, arbitrary: fc.record({ do: does('publish'), room }) },
  { weight: 5, arbitrary: fc.record({ do: does('send'), page, room }) },
  { weight: 2, arbitrary: fc.record({ do: does('open'), page, room }) },
  { weight: 2, arbitrary: fc.record({ do: does('older'), page, room }) },
  { weight: 2, arbitrary: fc.record({ do: does('newer'), page, room }) },
  { weight: 3, arbitrary: fc.record({ do: does('jump'), page, room, seq: some }) },
  { weight: 2, arbitrary: fc.record({ do: does('read'), page, room, seq: some }) },
  { weight: 1, arbitrary: fc.record({ do: does('unread'), page, room, seq: some }) },
] as const;
const step = fc.oneof(...userStep, ...networkSteps(3));
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

type Sent = { page: number; room: string; clientId: string };

const act = (world: World, sent: Sent[], now: Step) => {
  const { server } = world;
  const editedAt = new Date(0).toISOString();
  switch (now.do) {
    case 'post':
      return void server.append(now.room, outsider.id, idOf(5, world.nextId++), `hello ${now.names}`);
    case 'edit':
      return server.change(now.room, server.log(now.room).latest.length - now.back, {
        body: `edited ${world.nextId++} ${now.names}`,
        editedAt,
      });
    case 'react':
      return server.change(now.room, server.log(now.room).latest.length - now.back, {
        reactions: [{ emoji: '👍', userIds: [outsider.id] }],
      });
    case 'delete':
      return server.change(now.room, server.log(now.room).latest.length - now.back, { body: '', deletedAt: editedAt });
    case 'publish':
      return world.publish(now.room);
    case 'send': {
      const clientId = pageAt(world, now.page).client.send(now.room, `s${world.nextId}`);
      return void sent.push({ page: now.page, room: now.room, clientId });
    }
    case 'open':
      return void pageAt(world, now.page).client.openConversation(now.room);
    case 'older':
      return void pageAt(world, now.page).client.loadOlder(now.room);
    case 'newer':
      return void pageAt(world, now.page).client.loadNewer(now.room);
    case 'jump':
      return void pageAt(world, now.page).client.jumpTo(now.room, now.seq);
    case 'unread': {
      const { me } = pageAt(world, now.page);
      server.mark(now.room, me.id, now.seq, true);
      return world.publishOwn(me);
    }
    case 'read':
      return pageAt(world, now.page).client.markRead(now.room, now.seq);
    default:
      return disturb(world, now);
  }
};

const shown = (from: Page, id: string) => {
  const { logs, outbox, me } = from.client.store.getState();
  const entries = outbox.entries.filter(({ conversationId }) => conversationId === id);
  return timelineOf(logs[id], entries, me.id);
};

const sentOf = (from: Page, id: string) => shown(from, id).items.filter(({ state }) => state === 'sent');

const expectNoHole = (world: World) => {
  for (const from of world.pages) {
    for (const id of rooms) {
      const { items } = shown(from, id);
      const seqs = sentOf(from, id).map(({ message }) => message.seq ?? 0);
      expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
      expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
    }
  }
};

const isSending = (from: Page) => from.toServer.some(({ event }) => event === 'message:send');

/** One tab of a user sends at a time, and of a conversation one message that the log does not have. */
const expectOneSender = (world: World) => {
  const tabs = world.pages.filter(({ me }) => me.id === ann.id);
  expect(tabs.filter(isSending).length).toBeLessThanOrEqual(1);
  for (const from of world.pages) {
    for (const id of rooms) {
      const committed = new Set(world.server.log(id).latest.map(({ clientId }) => clientId));
      const sends = from.toServer
        .filter(({ event }) => event === 'message:send')
        .map(({ payload }) => payload as PayloadInput<'message:send'>)
        .filter(({ conversationId, clientId }) => conversationId === id && !committed.has(clientId));
      expect(sends.length).toBeLessThanOrEqual(1);
    }
  }
};

const expectTheModel = (world: World) => {
  for (const from of world.pages) {
    const state = from.client.store.getState();
    expect(state.connection.phase).toBe('online');
    for (const id of rooms) {
      const model = world.server.log(id);
      const told = world.server.conversationFor(id, from.me.id);
      const info = state.conversations[id];
      expect(info).toMatchObject({ lastSeq: told.lastSeq, version: told.version });
      expect(info).toMatchObject(world.server.readState(id, from.me.id));
      expect(state.logs[id]).toMatchObject({ held: [], recorded: [], repair: null, opening: null });
      const messages = sentOf(from, id).map(({ message }) => message);
      const first = messages[0]?.seq ?? 1;
      expect(messages).toEqual(model.latest.slice(first - 1, first - 1 + messages.length));
      const window = state.logs[id]?.window;
      if (window?.attached) expect(first - 1 + messages.length).toBe(model.latest.length);
      if (window) expect(window.hasOlder).toBe(first > 1);
    }
  }
};

/** Everything is there once, and what one tab sent to one room is there in the order of sending. */
const expectAllSent = (world: World, sent: readonly Sent[]) => {
  for (const id of rooms) {
    const committed = world.server.log(id).latest.map(({ clientId }) => clientId);
    expect(new Set(committed).size).toBe(committed.length);
    for (const at of [0, 1, 2]) {
      const own = sent.filter((one) => one.page === at && one.room === id).map(({ clientId }) => clientId);
      expect(committed.filter((clientId) => own.includes(clientId))).toEqual(own);
    }
  }
  for (const from of world.pages) expect(from.client.store.getState().outbox).toMatchObject({ entries: [], lanes: {} });
};

/** Not at the very beginning: there is a history, and everybody looks at it. */
const newWorld = async () => {
  const server = new FakeServer();
  for (const id of rooms) server.addConversation(id);
  const world = new World(server);
  // Two tabs of one user, and another user.
  for (const me of [ann, ann, ben]) world.openPage(me);
  for (let n = 0; n < 10; n += 1) server.append(rooms[0], outsider.id, idOf(5, world.nextId++), 'hello');
  for (const me of [ann, ben]) server.log(rooms[0]).readSeqs.set(me.id, 10);
  for (const from of world.pages) void from.client.openConversation(rooms[0]);
  await world.quiet();
  return world;
};

// Thousands of steps: on a busy machine more than the usual five seconds.
test('whatever the network does, a log has no hole at any time and is the server’s in the end', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 150, size: 'max' }), async (steps) => {
      const world = await newWorld();
      const sent: Sent[] = [];
      for (const now of steps) {
        await act(world, sent, now);
        await settled();
        expectNoHole(world);
        expectOneSender(world);
      }
      await world.quiet();
      expectNoHole(world);
      expectTheModel(world);
      expectAllSent(world, sent);
      expect(world.reported).toEqual([]);
      for (const from of world.pages) from.client.stop();
    }),
    { numRuns: Number(process.env.LIVE_RUNS ?? 150) },
  );
});
