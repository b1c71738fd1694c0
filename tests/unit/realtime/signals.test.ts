import { describe, expect, it } from 'vitest';
import { type Conversation, Workspace } from '../../../protocol/index.ts';
import { AccessChanges } from '../../../server/doors/socketio/access-changes.ts';
import { Signals } from '../../../server/doors/socketio/signals.ts';
import { rooms } from '../../../server/engine/delivery/rooms-of-sockets.ts';
import type { Signal } from '../../../server/engine/log/tail.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { unsaid } from '../../support/unsaid.ts';

type Sent = { userId: string; event: string };

/** An instance with sockets, and a database of which only what is asked matters. */
const createWorld = (
  sockets: { userId: string; sessionId?: string; conversations: string[] }[],
  memberCount = 2,
  failure = new Error('cannot be read'),
) => {
  const sent: Sent[] = [];
  const closed: string[] = [];
  const asked: { what: string; keys: readonly string[] }[] = [];
  const inRooms = new Map<string, Set<string>>();
  const byId = new Map<string, object>();
  for (const [index, { userId, sessionId = userId, conversations }] of sockets.entries()) {
    const id = `socket ${index}`;
    const identity = { me: { id: userId, name: userId, ...unsaid, role: 'member' }, sessionId };
    const emit = (event: string) => void sent.push({ userId, event });
    const end = () => void closed.push(userId);
    byId.set(id, { id, data: { identity }, emit, conn: { close: end }, disconnect: end });
    for (const room of [rooms.user(userId), ...conversations.map(rooms.conversation)])
      inRooms.set(room, (inRooms.get(room) ?? new Set()).add(id));
  }
  const ask = <T>(what: string, keys: readonly string[], answer: T): Promise<T> => {
    asked.push({ what, keys });
    return keys.includes('bad') ? Promise.reject(failure) : Promise.resolve(answer);
  };
  const io = { of: () => ({ sockets: byId, adapter: { rooms: inRooms } }) };
  const signals = new Signals({
    changes: new AccessChanges(),
    io: io as never,
    socketRooms: { show: () => true, hide: () => true, hears: () => true, enterOwn: () => {} } as never,
    view: {
      several: (viewers, ids) =>
        ask(
          'views',
          [...ids, ...viewers],
          new Map(viewers.map((viewer) => [viewer, ids.map((id) => ({ id }) as Conversation)])),
        ),
    },
    memberships: { sizes: (ids) => ask('sizes', ids, new Map(ids.map((id) => [id, memberCount]))) },
    directory: {
      named: async () => [],
      several: (ids) =>
        ask('people', ids, new Map(ids.map((id) => [id, { id, name: id, ...unsaid, role: 'member' as const }]))),
    },
    workspace: { view: async () => Workspace.parse({}) },
    guests: { tellOfPeople: async () => {}, tellOfDeleted: () => {}, membershipsChanged: async () => {} },
    sessions: { stillValid: (ids) => ask('sessions', ids, new Set(ids)) },
    log: createLogger('silent', 'test'),
  });
  return { signals, sent, closed, asked };
};

const membership = (userId: string, conversationId: string): Signal => ({
  ...{ kind: 'membership', userId, conversationId, reference: null, reason: null },
});
const person = (userId: string): Signal => ({
  kind: 'person',
  userId,
  conversationId: null,
  reference: null,
  reason: null,
});
const session = (reference: string): Signal => ({
  ...{ kind: 'session', userId: null, conversationId: null, reference, reason: null },
});

const crowd = (people: number, tabs: number) =>
  Array.from({ length: people * tabs }, (_, index) => ({
    userId: `person ${index % people}`,
    conversations: ['room'],
  }));

describe('who is shown that somebody joined', () => {
  it('is every member of a room whose members are listed, with however many tabs', async () => {
    const { signals, sent } = createWorld(crowd(51, 2), 52);
    await signals.apply([membership('newcomer', 'room')]);
    expect(sent.filter(({ event }) => event === 'conversation')).toHaveLength(102);
  });

  it('is also who saw the list before it grew too long to be shown', async () => {
    const { signals, sent } = createWorld(crowd(60, 1), 160);
    await signals.apply([membership('newcomer', 'room')]);
    expect(sent).toHaveLength(60);
  });

  it('is nobody else in a large room, of which only few are here', async () => {
    const { signals, sent, asked } = createWorld(crowd(10, 1), 5_000);
    await signals.apply([membership('newcomer', 'room')]);
    expect(sent).toEqual([]);
    expect(asked.map(({ what }) => what)).toEqual(['sizes']);
  });
});

it('asks once for all people of a window that changed', async () => {
  const { signals, asked } = createWorld(crowd(40, 1));
  await signals.apply(Array.from({ length: 40 }, (_, index) => person(`person ${index}`)));
  expect(asked.map(({ what, keys }) => [what, keys.length])).toEqual([
    ['people', 40],
    ['sessions', 40],
  ]);
});

it('ends all sessions of a window, and no others', async () => {
  const { signals, closed } = createWorld(crowd(40, 1));
  await signals.apply([session('person 3'), session('person 7'), session('nobody')]);
  expect(closed).toEqual(['person 3', 'person 7']);
});

describe('a signal that cannot be acted on', () => {
  it('does not keep the others from being acted on', async () => {
    const { signals, sent } = createWorld([
      { userId: 'ada', conversations: ['bad'] },
      { userId: 'bob', conversations: ['good'] },
    ]);
    await signals.apply([membership('ada', 'bad'), membership('bob', 'good')]);
    expect(sent.map(({ userId }) => userId)).toEqual(['bob']);
  });

  it('ends the connections of its person, who comes back with a fresh handshake', async () => {
    const { signals, closed } = createWorld([{ userId: 'ada', conversations: ['bad'] }]);
    await signals.apply([membership('ada', 'bad')]);
    expect(closed).toEqual(['ada']);
  });

  it('is not tried with each of its neighbours when all fail: their people come back, too', async () => {
    const people = Array.from({ length: 50 }, (_, index) => `person ${index}`);
    const { signals, asked, closed } = createWorld(people.map((userId) => ({ userId, conversations: ['bad'] })));
    await signals.apply(people.map((userId) => membership(userId, 'bad')));
    expect(new Set(closed)).toEqual(new Set(people));
    expect(asked.length).toBeLessThan(10);
  });

  it('is reported again when the database cannot be asked at all', async () => {
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { signals, closed } = createWorld([{ userId: 'ada', conversations: ['bad'] }], 2, away);
    await expect(signals.apply([membership('ada', 'bad')])).rejects.toBe(away);
    expect(closed).toEqual([]);
  });
});
