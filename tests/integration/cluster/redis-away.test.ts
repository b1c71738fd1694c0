import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectClient, type LiveClient, refusalOf } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { hearsMessage, type Pair, pushedSeqs, send, startPair } from './pair.ts';

/** Promise P5: with Redis away, messages reach other instances within this. */
const withoutRedis = 2_000;

let pair: Pair;
let ada: Person;
let bob: Person;
let room: string;
let onOne: LiveClient;
let neighbour: LiveClient;
let onTwo: LiveClient;

beforeAll(async () => {
  pair = await startPair();
  [ada, bob] = await Promise.all([pair.seed.person('Ada'), pair.seed.person('Bob')]);
});

afterAll(async () => {
  await pair?.stop();
});

beforeEach(async () => {
  room = await pair.seed.room([ada, bob]);
  [onOne, neighbour, onTwo] = await Promise.all([pair.connect(ada, 1), pair.connect(bob, 1), pair.connect(bob, 2)]);
});

afterEach(async () => {
  pair.hangUp();
  if (!pair.redis.process.alive) await pair.redis.restart();
  // A fresh client is told of the degraded state on connecting; one that is told nothing finds Redis in order.
  await until('both instances to be in order again', async () => {
    const clients = await Promise.all([pair.connect(ada, 1), pair.connect(ada, 2)]);
    await Promise.all(clients.map((client) => client.get('sync', {})));
    const healthy = clients.every((client) => client.all('notice').length === 0);
    pair.hangUp();
    return healthy;
  });
});

const degraded = (client: LiveClient) => client.hears('notice', ({ kind }) => kind === 'degraded');
const restored = (client: LiveClient) => client.hears('notice', ({ kind }) => kind === 'restored');
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('with Redis killed', () => {
  it('everybody is told that it is slower now, and again when it is over', async () => {
    await pair.redis.process.kill();
    await Promise.all([degraded(onOne), degraded(onTwo)]);
    const late = await pair.connect(ada, 2);
    await degraded(late);
    await pair.redis.restart();
    await Promise.all([restored(onOne), restored(onTwo), restored(late)]);
  });

  it('an account that an admin switches off on one instance loses every connection and token on both within 2 s', async () => {
    const { seed, instances } = pair;
    const [admin, gone] = await Promise.all([seed.person('Cleo', 'admin'), seed.person('Dan')]);
    const { token } = await seed.apiToken(gone);
    await pair.redis.process.kill();
    await Promise.all([degraded(onOne), degraded(onTwo)]);
    const by = await pair.connect(admin, 1);
    const clients = [
      ...(await Promise.all([pair.connect(gone, 1), pair.connect(gone, 2)])),
      ...(await Promise.all(instances.map(({ url }) => connectClient(url, { token })))),
    ];
    await by.get('account:update', { userId: gone.id, deactivated: true });
    const areOut = () => clients.every(({ socket }) => !socket.connected);
    await until('every connection to be ended', areOut, withoutRedis);
    for (const { url } of instances) expect(await refusalOf(url, { token })).toBe('unauthenticated');
    const [entry] = await seed.rows(
      `select address from audit_entry where action = 'account.deactivate' and subject_id = $1`,
      [gone.id],
    );
    expect(entry, 'from where the admin asked').toEqual({ address: '127.0.0.1' });
  });

  it('messages reach the same instance as before, and the other one within 2 s, in order, each once', async () => {
    await hearsMessage(onTwo, await send(onOne, room, 'before'));
    await pair.redis.process.kill();
    await degraded(onTwo);
    for (let count = 0; count < 5; count += 1) {
      const message = await send(onOne, room, `without ${count}`);
      await hearsMessage(neighbour, message, 500);
      await hearsMessage(onTwo, message, withoutRedis);
    }
    await pair.redis.restart();
    await restored(onTwo);
    const last = await send(onTwo, room, 'afterwards');
    for (const client of [onOne, neighbour, onTwo]) {
      await hearsMessage(client, last);
      expect(pushedSeqs(client, room)).toEqual(upTo(7));
    }
  });

  it('nothing that is sent in the moment of the loss is lost or doubled', async () => {
    const sending = (async () => {
      for (let count = 0; count < 60; count += 1) await send(count % 2 === 0 ? onOne : onTwo, room, `message ${count}`);
    })();
    await until('the first messages', () => pushedSeqs(neighbour, room).length > 10);
    await pair.redis.process.kill();
    await sending;
    for (const client of [onOne, neighbour, onTwo]) {
      await until('all messages', () => pushedSeqs(client, room).length >= 60, 5_000);
      expect(pushedSeqs(client, room)).toEqual(upTo(60));
    }
  });

  it('a new conversation, a membership and the end of a session still reach the other instance', async () => {
    await pair.redis.process.kill();
    await degraded(onTwo);
    const made = await onOne.get('conversation:create', {
      kind: 'room',
      name: 'New',
      visibility: 'private',
      memberIds: [bob.id],
    });
    await onTwo.hears('conversation', ({ id }) => id === made.id, withoutRedis);
    await onOne.get('conversation:remove', { conversationId: made.id, memberId: bob.id });
    await onTwo.hears('conversation:removed', ({ conversationId }) => conversationId === made.id, withoutRedis);
    await pair.seed.rows('delete from session where user_id = $1', [bob.id]);
    await until('the session to end', () => !onTwo.socket.connected, 5_000);
  });
});

describe('with Redis frozen', () => {
  it('the instances notice by themselves, and messages go on', async () => {
    pair.redis.process.freeze();
    try {
      await Promise.all([degraded(onOne), degraded(onTwo)]);
      const message = await send(onOne, room);
      await hearsMessage(neighbour, message, 500);
      await hearsMessage(onTwo, message, withoutRedis);
    } finally {
      pair.redis.process.thaw();
    }
    await restored(onTwo);
    await hearsMessage(onTwo, await send(onOne, room));
    expect(pushedSeqs(onTwo, room)).toEqual([1, 2]);
  });
});
