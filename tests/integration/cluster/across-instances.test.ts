import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { askOverHttp } from '../../support/ask-over-http.ts';
import type { LiveClient } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { typeUntilHeard } from '../../support/typing.ts';
import { broughtByRedis, connectionsOf, hearsMessage, type Pair, pushedSeqs, send, startPair } from './pair.ts';
import { startWithoutSockets } from './without-sockets.ts';

let pair: Pair;
let ada: Person;
let bob: Person;
let carl: Person;
let room: string;
let onOne: LiveClient;
let onTwo: LiveClient;

beforeAll(async () => {
  pair = await startPair();
  [ada, bob, carl] = await Promise.all([pair.seed.person('Ada'), pair.seed.person('Bob'), pair.seed.person('Carl')]);
});

afterAll(async () => {
  await pair?.stop();
});

beforeEach(async () => {
  room = await pair.seed.room([ada, bob]);
  [onOne, onTwo] = await Promise.all([pair.connect(ada, 1), pair.connect(bob, 2)]);
});

afterEach(() => {
  expect([...onOne.violations, ...onTwo.violations], 'pushes and answers outside the contract').toEqual([]);
  pair.hangUp();
});

describe('between two instances', () => {
  it('a message reaches the member on the other one over Redis, exactly as it was acknowledged', async () => {
    const before = await broughtByRedis(pair.instances[1]);
    const message = await send(onOne, room, '你好 👋');
    await hearsMessage(onTwo, message);
    expect(onTwo.all('messages')).toEqual([{ conversationId: room, after: 0, version: 1, messages: [message] }]);
    expect((await broughtByRedis(pair.instances[1])) - before).toBe(1);
  });

  it('a message that a program sends over HTTP reaches the sockets of both, also by an instance that has none', async () => {
    const { token } = await pair.seed.apiToken(ada);
    await using stack = new AsyncDisposableStack();
    const urls = [pair.instances[0].url, await startWithoutSockets(pair, stack)];
    const before = await broughtByRedis(pair.instances[1]);
    for (const url of urls) {
      const payload = { conversationId: room, clientId: randomUUID(), body: `by ${url}` };
      const { status, body } = await askOverHttp({ url, token }, 'message:send', payload);
      expect([status, body]).toMatchObject([200, { ok: true, data: { authorId: ada.id, body: payload.body } }]);
      if (!body.ok) throw new Error('refused');
      const message = body.data as Message;
      for (const client of [onOne, onTwo]) {
        await hearsMessage(client, message);
        expect(client.all('messages').at(-1)?.messages).toEqual([message]);
      }
    }
    expect((await broughtByRedis(pair.instances[1])) - before).toBe(urls.length);
    const { status } = await askOverHttp({ url: pair.instances[0].url, token }, 'read:mark', {
      conversationId: room,
      seq: 2,
    });
    expect(status).toBe(200);
    await onTwo.hears('read', ({ userId, seq }) => userId === ada.id && seq === 2);
    const marked = () => onOne.all('me').flatMap(({ entries }) => entries.map(({ content }) => content.read?.readSeq));
    await until('one’s own mark', () => marked().includes(2));
    expect(onTwo.all('me'), 'what is unread is one’s own').toEqual([]);
  });

  it('what both send at once is pushed to both in the same order, without a hole', async () => {
    const each = 150;
    const sends = Array.from({ length: each }, (_, n) => [
      send(onOne, room, `one ${n}`),
      send(onTwo, room, `two ${n}`),
    ]);
    await Promise.all(sends.flat());
    const everything = Array.from({ length: 2 * each }, (_, n) => n + 1);
    for (const client of [onOne, onTwo]) {
      await until('every message', () => pushedSeqs(client, room).length >= 2 * each);
      expect(pushedSeqs(client, room)).toEqual(everything);
      let reached = 0;
      for (const { after, version } of client.all('messages')) {
        expect(after, 'where the next push begins').toBe(reached);
        reached = version;
      }
    }
  });

  it('a sample that an admin asks for comes in as any ticket, once, to every admin and to nobody else', async () => {
    const [asking, other] = await Promise.all([
      pair.connect(await pair.seed.person('Ann', 'admin'), 1),
      pair.connect(await pair.seed.person('Zoe', 'admin'), 2),
    ]);
    const { eventId, ticketId } = await asking.get('ticket:sample', {});
    const isIt = (rejection: { eventId: string }) => rejection.eventId === eventId;
    for (const admin of [asking, other]) {
      await admin.hears('tickets', ({ rejections }) => rejections.some(isIt));
      const told = admin.all('tickets').flatMap(({ rejections }) => rejections.filter(isIt));
      expect(told).toMatchObject([{ ticketId, source: 'sample', state: 'open', conflicts: 0 }]);
      expect((await admin.get('ticket:list', { source: 'sample' })).rejections).toEqual(told);
    }
    const second = await other.get('ticket:sample', {});
    expect(second.eventId).not.toBe(eventId);
    await asking.hears('tickets', ({ rejections }) => rejections.some((one) => one.eventId === second.eventId));
    // What Bob hears of afterwards would have come after the tickets.
    await hearsMessage(onTwo, await send(onOne, room, 'after the tickets'));
    expect([...onOne.all('tickets'), ...onTwo.all('tickets')]).toEqual([]);
    expect([...asking.violations, ...other.violations]).toEqual([]);
  });

  it('an edit, a reaction and a deletion arrive as versions of the same message', async () => {
    // Each by itself: of changes that come in one moment only the latest state is told.
    const toBoth = (wanted: number) =>
      Promise.all([onOne, onTwo].map((client) => client.hears('messages', ({ version }) => version === wanted)));
    const { id: messageId } = await send(onOne, room, 'Helo');
    await toBoth(1);
    await onOne.get('message:edit', { messageId, body: 'Hello' });
    await toBoth(2);
    await onTwo.get('message:react', { messageId, emoji: '👍', on: true });
    await toBoth(3);
    await onOne.get('message:delete', { messageId });
    await toBoth(4);
    for (const client of [onOne, onTwo]) {
      const pushed = client.all('messages').flatMap(({ messages }) => messages);
      expect(pushed.map(({ seq, version }) => [seq, version])).toEqual([
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 4],
      ]);
      expect(pushed.at(-1)).toMatchObject({ body: '', reactions: [] });
    }
  });

  it('a send repeated on the other instance is the same message, and is pushed once', async () => {
    const adaOnTwo = await pair.connect(ada, 2);
    const payload = { conversationId: room, clientId: randomUUID(), body: 'once' };
    const [first, again] = await Promise.all([
      onOne.get('message:send', payload),
      adaOnTwo.get('message:send', payload),
    ]);
    expect(again).toEqual(first);
    const fence = await send(onOne, room);
    await hearsMessage(onTwo, fence);
    expect(pushedSeqs(onTwo, room)).toEqual([1, 2]);
  });

  it('typing reaches the other one, and no device of the one who types', async () => {
    const adaOnTwo = await pair.connect(ada, 2);
    await typeUntilHeard(onOne, onTwo, room, ({ userId, typing }) => userId === ada.id && typing);
    expect([...onOne.all('typing'), ...adaOnTwo.all('typing')]).toEqual([]);
  });

  it('a read mark reaches the others and the own devices', async () => {
    const adaOnTwo = await pair.connect(ada, 2);
    await send(onTwo, room);
    expect(await onOne.get('read:mark', { conversationId: room, seq: 1 })).toMatchObject({ readSeq: 1, unread: 0 });
    await onTwo.hears('read', ({ userId, seq }) => userId === ada.id && seq === 1);
    await adaOnTwo.hears('me', ({ entries }) => entries.some(({ content }) => content.read?.readSeq === 1));
    expect(adaOnTwo.all('read'), 'what others hear').toEqual([]);
  });

  it('a new conversation appears at its members, and messages follow at once', async () => {
    const made = await onOne.get('conversation:create', { kind: 'direct', memberId: bob.id });
    await onTwo.hears('conversation', ({ id }) => id === made.id);
    await hearsMessage(onTwo, await send(onOne, made.id));
    const same = await onTwo.get('conversation:create', { kind: 'direct', memberId: ada.id });
    expect(same.id).toBe(made.id);
  });

  it('somebody invited hears what is said from then on; somebody removed hears nothing more', async () => {
    const carlOnTwo = await pair.connect(carl, 2);
    await send(onOne, room, 'before');
    await onOne.get('conversation:invite', { conversationId: room, memberIds: [carl.id] });
    await carlOnTwo.hears('conversation', ({ id, unread }) => id === room && unread === 0);
    const heard = await send(onOne, room, 'while a member');
    await hearsMessage(carlOnTwo, heard);
    await onOne.get('conversation:remove', { conversationId: room, memberId: carl.id });
    await carlOnTwo.hears('conversation:removed', ({ conversationId }) => conversationId === room);
    await onTwo.hears('conversation', ({ id, memberCount }) => id === room && memberCount === 2);
    await send(onOne, room, 'afterwards');
    await typeUntilHeard(onOne, onTwo, room);
    // What is pushed to Carl after all this.
    const own = await onTwo.get('conversation:create', { kind: 'direct', memberId: carl.id });
    await carlOnTwo.hears('conversation', ({ id }) => id === own.id);
    expect(pushedSeqs(carlOnTwo, room), 'what Carl heard of the room').toEqual([heard.seq]);
    expect(carlOnTwo.all('typing')).toEqual([]);
  });

  it('presence is seen by who watches: coming, and going', async () => {
    await until('Bob to be online and Carl not', async () => {
      const state = await onOne.get('presence:watch', { userIds: [bob.id, carl.id] });
      return state[bob.id] === 'online' && state[carl.id] === 'offline';
    });
    const carlOnTwo = await pair.connect(carl, 2);
    // The latest only: Carl may have been seen leaving the test before.
    const lastSaid = () =>
      onOne
        .all('presence')
        .flat()
        .filter(({ userId }) => userId === carl.id)
        .at(-1)?.state;
    await until('Carl to be seen coming', () => lastSaid() === 'online', 2_000);
    carlOnTwo.close();
    await until('Carl to be seen going', () => lastSaid() === 'offline', 2_000);
    expect(onTwo.all('presence'), 'what somebody heard who does not watch').toEqual([]);
  });

  it('whoever is watched no longer is no longer reported', async () => {
    await onOne.get('presence:watch', { userIds: [carl.id] });
    // A connection that came and went within a moment is nothing to report.
    await until(
      'the other instance to know of Bob',
      async () => (await onOne.get('presence:watch', { userIds: [bob.id] }))[bob.id] === 'online',
    );
    const carlOnOne = await pair.connect(carl, 1);
    onTwo.close();
    await onOne.hears('presence', (people) => people.some(({ userId }) => userId === bob.id));
    expect(
      onOne
        .all('presence')
        .flat()
        .filter(({ userId }) => userId === carl.id),
    ).toEqual([]);
    carlOnOne.close();
  });

  it('somebody connected twice stays online until both connections are gone', async () => {
    const first = await pair.connect(carl, 1);
    await until(
      'the other instance to know of Carl',
      async () => (await onTwo.get('presence:watch', { userIds: [carl.id] }))[carl.id] === 'online',
    );
    const second = await pair.connect(carl, 2);
    const [, two] = pair.instances;
    const before = await connectionsOf(two);
    second.close();
    await until('the second connection to be gone', async () => (await connectionsOf(two)) < before);
    const offline = () =>
      onTwo
        .all('presence')
        .flat()
        .filter(({ userId, state }) => userId === carl.id && state === 'offline');
    expect(offline(), 'while the first connection is there').toEqual([]);
    first.close();
    await until('Carl to be offline', () => offline().length === 1);
  });
});
