import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { limits, paths, type Result } from '../../../protocol/index.ts';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectClient, type LiveClient, refusalOf } from '../../support/live-client.ts';
import { openRawSocket, type RawSocket } from '../../support/raw-socket.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

let seed: Seed;
let redis: Redis;
let instance: Instance;
let bystander: LiveClient;
let room: string;
let bob: Person;

/** With the bounds that people get: `RATE_LIMIT_FACTOR` is what it is when nobody sets it. */
beforeAll(async () => {
  const authSecret = randomBytes(32).toString('hex');
  seed = await seedDatabase(authSecret);
  redis = await startRedis();
  const shared = { databaseUrl: seed.databaseUrl, redisUrl: redis.url, env: { AUTH_SECRET: authSecret } };
  instance = await startInstance(shared, { id: 'bounded', roles: 'live' });
  bob = await seed.person('Bob');
  room = await seed.room([bob]);
  bystander = await connectClient(instance.url, await seed.session(bob));
});

afterAll(async () => {
  bystander?.close();
  await instance?.stop();
  await redis?.stop();
  await seed?.close();
});

/** Somebody whom no other test has used up, with a connection that may say anything. */
const somebody = async (): Promise<{ cookie: string; open: () => Promise<RawSocket> }> => {
  const { cookie } = await seed.session(await seed.person('Mallory'));
  const open = async () => {
    const socket = await openRawSocket(instance.url, { cookie });
    socket.send('40');
    await socket.receives('40{');
    return socket;
  };
  return { cookie, open };
};

const expectNoHarm = async () => {
  expect(instance.process.alive, instance.process.output()).toBe(true);
  expect(bystander.socket.connected, 'another connection').toBe(true);
  expect(await bystander.ask('people:list', {})).toMatchObject({ ok: true });
};

const answers = (socket: RawSocket): Result<unknown>[] =>
  socket.received
    .filter((packet) => /^43\d+\[/.test(packet))
    .map((packet) => JSON.parse(packet.replace(/^43\d+/, ''))[0]);

describe('somebody who sends too fast', () => {
  it('cannot put people into rooms by hundreds, however few requests that takes', async () => {
    const inviting = await seed.person('Inviting');
    const client = await connectClient(instance.url, await seed.session(inviting));
    const conversationId = await seed.room([inviting]);
    const invite = async () => {
      const memberIds = Array.from({ length: limits.membersPerInvite }, () => randomUUID());
      const result = await client.ask('conversation:invite', { conversationId, memberIds });
      return result.ok ? 'ok' : result.error.code;
    };
    expect([await invite(), await invite(), await invite()]).toEqual(['not_found', 'not_found', 'rate_limited']);
    client.close();
  });

  it('is told so, with the time to wait, and can go on after it', async () => {
    const person = await seed.person('Hasty');
    await seed.join(room, [person]);
    const client = await connectClient(instance.url, await seed.session(person));
    const sends = Array.from({ length: 130 }, (_, n) =>
      client.ask('message:send', { conversationId: room, clientId: randomUUID(), body: `${n}` }),
    );
    const results = await Promise.all(sends);
    expect(results.filter(({ ok }) => ok)).toHaveLength(100);
    const refusals = results.flatMap((result) => (result.ok ? [] : [result.error]));
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['rate_limited']));
    for (const { retryAfterMs } of refusals) expect(retryAfterMs).toBeGreaterThan(0);
    await until('the next to be taken', async () => {
      const again = await client.ask('message:send', { conversationId: room, clientId: randomUUID(), body: 'later' });
      return again.ok;
    });
    client.close();
  });

  it('has one budget for all their connections, and a smaller one for the dearest question', async () => {
    const { open } = await somebody();
    const [one, other] = [await open(), await open()];
    for (let n = 0; n < 40; n += 1) (n % 2 === 0 ? one : other).send(`42${n}["sync",{}]`);
    await until('all answers', () => answers(one).length + answers(other).length === 40);
    const all = [...answers(one), ...answers(other)];
    expect(all.filter(({ ok }) => ok)).toHaveLength(15);
    for (const socket of [one, other]) socket.close();
  });

  it('is read no faster than they may send, and gets every answer', async () => {
    const { open } = await somebody();
    const socket = await open();
    // Twice what would be a flood if it were all read at once.
    const count = 4_000;
    const query = 'x'.repeat(100);
    for (let n = 0; n < count; n += 1) socket.send(`42${n}["people:list",{"query":"${query}"}]`);
    await until('every answer', () => answers(socket).length === count, 25_000);
    expect(socket.isClosed).toBe(false);
    socket.close();
    await expectNoHarm();
  });

  it('by far is cut off, and stays out for a while', async () => {
    const { cookie, open } = await somebody();
    const socket = await open();
    const long = 'x'.repeat(90_000);
    for (let n = 0; n < 200 && !socket.isClosed; n += 1) socket.send(`42${n}["people:list",{"query":"${long}"}]`);
    await socket.closed();
    expect(socket.closeCode).toBe(1008);
    expect(answers(socket).length, 'what was parsed of 200').toBeLessThan(100);
    expect(await refusalOf(instance.url, { cookie })).toBe('abusive');
    await expectNoHarm();
  });
});

describe('somebody who sends what is not of the contract', () => {
  it.each([
    ['unknown events', 'nope', '{}'],
    ['malformed payloads', 'people:list', '{"limit":"all"}'],
    ['lists without end', 'presence:watch', `{"userIds":[${Array.from({ length: 20_000 }, () => 1).join()}]}`],
    ['events of admins', 'ticket:list', '{}'],
  ])('is cut off after a number of %s, and stays out for a while', async (_, event, payload) => {
    const { cookie, open } = await somebody();
    const socket = await open();
    for (let n = 0; n < 70; n += 1) socket.send(`42${n}["${event}",${payload}]`);
    await socket.closed();
    expect(answers(socket).length, 'what was answered of 70').toBeLessThanOrEqual(51);
    expect(await refusalOf(instance.url, { cookie })).toBe('abusive');
    await expectNoHarm();
  });

  it('sees no more than 20,000 mistakes in a list as one', async () => {
    const { open } = await somebody();
    const socket = await open();
    socket.send(`427["presence:watch",{"userIds":[${Array.from({ length: 20_000 }, () => 1).join()}]}]`);
    expect(await socket.receives('437')).toContain(`userIds: at most ${limits.listItems} items`);
    socket.close();
  });
});

describe('a connection', () => {
  it('holds one socket: asking for another ends it, also before the first is there', async () => {
    const { cookie, open } = await somebody();
    const second = await open();
    second.send('40');
    await second.closed();
    expect(second.closeCode).toBe(1008);
    const address = `${instance.url.replace(/^http/, 'ws')}${paths.socket}/?EIO=4&transport=websocket`;
    const many = new WebSocket(address, { headers: { cookie } });
    const received: string[] = [];
    many.on('message', (packet) => received.push(String(packet)));
    await once(many, 'open');
    const closed = once(many, 'close');
    // In one piece: else the first could be let in before the server has read the second.
    const stream = Reflect.get(many, '_socket') as Duplex;
    stream.cork();
    for (let n = 0; n < 50; n += 1) many.send('40');
    stream.uncork();
    expect((await closed)[0]).toBe(1008);
    expect(
      received.filter((packet) => packet.startsWith('40{')),
      'sockets let in',
    ).toEqual([]);
    await expectNoHarm();
  });

  it('is refused to somebody who has too many, and to nobody else', async () => {
    const { cookie } = await somebody();
    const asked = Array.from({ length: limits.connectionsPerPerson + 10 }, async () => {
      const socket = await openRawSocket(instance.url, { cookie });
      socket.send('40');
      return socket;
    });
    const sockets = await Promise.all(asked);
    const isAnswered = (socket: RawSocket) => socket.received.some((packet) => /^4[04]\{/.test(packet));
    await until('all to be answered', () => sockets.every(isAnswered));
    const refused = sockets.filter(({ received }) => received.some((packet) => packet.startsWith('44{')));
    expect(refused).toHaveLength(10);
    for (const { received } of refused) expect(received.join()).toContain('too_many_connections');
    for (const socket of sockets) socket.close();
    await until('room for another one', async () => (await refusalOf(instance.url, { cookie })) === 'connected');
    await expectNoHarm();
  });

  it('that asks nothing is closed', async () => {
    const silent = await openRawSocket(instance.url);
    await until('the server to close it', () => silent.isClosed, 15_000);
    await expectNoHarm();
  });
});
