import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timelineOf } from '../../../app/_live/timeline.ts';
import { FakeServer, idOf, personOf } from './fake-server.ts';
import { type Page, settled, World } from './world.ts';

const rooms = [idOf(4, 1), idOf(4, 2)] as const;
const ann = personOf(1);
const ben = personOf(2);
const outsider = personOf(3);

const page = fc.nat({ max: 2 });
const room = fc.constantFrom(...rooms);
const some = fc.nat({ max: 12 });

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('post' as const), room, mentions: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), room, seq: some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), room, seq: some }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), room }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), page, room }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('serve' as const),
      page,
      outcome: fc.constantFrom(
        'done' as const,
        'done' as const,
        'done' as const,
        'unavailable' as const,
        'unanswered' as const,
      ),
      lag: fc.constantFrom(0, 0, 0, 1, 3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('serve-late' as const), page }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('deliver' as const), page, at: fc.nat({ max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), page, at: fc.nat({ max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), page, at: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), page }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reload' as const), page }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open' as const), page, room }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('older' as const), page, room }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('newer' as const), page, room }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('jump' as const), page, room, seq: some }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read' as const), page, room, seq: some }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

type Sent = { page: number; room: string; clientId: string };

/** Events may be lost, doubled and overtaken; an answer comes at most once, and the word that a socket is open comes first. */
const pick = (from: Page, at: number, kinds: readonly string[]) => {
  if (from.toClient[0]?.kind === 'opened') return kinds.includes('opened') ? 0 : -1;
  const index = Math.min(at, from.toClient.length - 1);
  return kinds.includes(from.toClient[index]?.kind ?? '') ? index : -1;
};

const act = (world: World, sent: Sent[], step: Action) => {
  const { server } = world;
  const on = (at: number) => world.pages[at] as Page;
  switch (step.do) {
    case 'post': {
      const body = step.mentions ? `look, <@${ann.id}>` : 'hello';
      server.append(step.room, outsider.id, idOf(5, world.nextId++), body);
      return;
    }
    case 'edit':
      return server.change(step.room, step.seq, {
        body: `edited ${world.nextId++}`,
        editedAt: new Date(0).toISOString(),
      });
    case 'delete':
      return server.change(step.room, step.seq, { body: '', deletedAt: new Date(0).toISOString() });
    case 'publish':
      return world.publish(step.room);
    case 'send':
      sent.push({
        page: step.page,
        room: step.room,
        clientId: on(step.page).client.send(step.room, `s${world.nextId}`),
      });
      return;
    case 'serve':
      return world.serve(on(step.page), step.outcome, step.lag);
    case 'serve-late':
      return world.serve(on(step.page), 'done', 0, true);
    case 'deliver': {
      const at = pick(on(step.page), step.at, ['opened', 'event', 'answer']);
      return at < 0 ? undefined : on(step.page).toClient.splice(at, 1)[0]?.deliver();
    }
    case 'drop': {
      const at = pick(on(step.page), step.at, ['event']);
      if (at >= 0) on(step.page).toClient.splice(at, 1);
      return;
    }
    case 'repeat': {
      const at = pick(on(step.page), step.at, ['event']);
      return at < 0 ? undefined : on(step.page).toClient[at]?.deliver();
    }
    case 'cut':
      return on(step.page).cut();
    case 'reload':
      return world.reload(step.page);
    case 'wait':
      world.clock.next();
      return;
    case 'open':
      void on(step.page).client.openConversation(step.room);
      return;
    case 'older':
      void on(step.page).client.loadOlder(step.room);
      return;
    case 'newer':
      void on(step.page).client.loadNewer(step.room);
      return;
    case 'jump':
      void on(step.page).client.jumpTo(step.room, step.seq);
      return;
    case 'read':
      return on(step.page).client.markRead(step.room, step.seq);
  }
};

const shown = (from: Page, id: string) => {
  const { logs, outbox, me } = from.client.store.getState();
  const entries = outbox.entries.filter(({ conversationId }) => conversationId === id);
  return timelineOf(logs[id], entries, me.id);
};

const sentOf = (from: Page, id: string) => shown(from, id).items.filter(({ state }) => state === 'sent');

const expectNoHole = (world: World): void => {
  for (const from of world.pages) {
    for (const id of rooms) {
      const { items } = shown(from, id);
      const seqs = sentOf(from, id).map(({ message }) => message.seq ?? 0);
      expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
      expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
    }
  }
};

const expectTheModel = (world: World): void => {
  for (const from of world.pages) {
    const state = from.client.store.getState();
    expect(state.connection.phase).toBe('online');
    for (const id of rooms) {
      const model = world.server.log(id);
      const told = world.server.conversationFor(id, from.me.id);
      expect(state.conversations[id]).toMatchObject({ lastSeq: told.lastSeq, version: told.version });
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

/** Whatever was not discarded is there once, and what one tab sent to one room is there in the order of sending. */
const expectAllSent = (world: World, sent: readonly Sent[]): void => {
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

const newWorld = () => {
  const server = new FakeServer();
  for (const id of rooms) server.addConversation(id);
  const world = new World(server);
  // Two tabs of one user, and another user.
  for (const me of [ann, ann, ben]) world.openPage(me);
  return world;
};

test('whatever the network does, a log has no hole at any time and is the server’s in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 150, size: 'max' }), async (steps) => {
      const world = newWorld();
      const sent: Sent[] = [];
      for (const step of steps) {
        act(world, sent, step);
        await settled();
        expectNoHole(world);
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
