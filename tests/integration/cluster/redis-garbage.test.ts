import { createHmac, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../../../scripts/installation/waiting.ts';
import type { Person } from '../../support/seed.ts';
import { hearsMessage, type Pair, pushedSeqs, send, startPair } from './pair.ts';

let pair: Pair;
let ada: Person;
let bob: Person;
let redis: Redis;

beforeAll(async () => {
  pair = await startPair();
  redis = new Redis(pair.redis.url);
  [ada, bob] = await Promise.all([pair.seed.person('Ada'), pair.seed.person('Bob')]);
});
afterEach(() => pair.hangUp());
afterAll(async () => {
  redis?.disconnect();
  await pair?.stop();
});

/** Every channel on which an instance listens now; of the adapter's pattern, the channel for everybody. */
const channels = async (): Promise<string[]> => {
  const plain = z.array(z.string()).parse(await redis.pubsub('CHANNELS'));
  const [data] = plain.filter((channel) => channel.endsWith(':chat'));
  const prefix = data?.slice(0, -'chat'.length) ?? '';
  return [...plain, `${prefix}sockets:1#/#`, 'socket.io#/#', 'socket.io-request#/#', 'socket.io-response#/#'];
};
const origin = randomUUID();
/** In the form of ours, but for the seal, for which one has to know the installation's key. */
const stranger = `1 ${origin} ${createHmac('sha256', 'a key').update('anything').digest('base64url')} `;
const anyEvent = (data: unknown[], rooms: string[]) =>
  JSON.stringify([origin, { type: 2, nsp: '/', data }, { rooms, except: [], flags: {} }]);

describe('what anybody publishes on Redis', () => {
  it('ends no instance, whatever it is and on whatever channel', async () => {
    const garbage = [
      ...['', 'garbage', '{', '[]', 'null', '\u0000', '\ufffd\ufffd', '{"type":0}', '{"type":3,"request":{}}'],
      ...['1', '1 ', stranger, `${stranger}{`, `${stranger}null`, `${stranger}[]`, `2 ${origin} {}`],
      ...[`${stranger}${'x'.repeat(100_000)}`, `${stranger}\n\n\n`, `${stranger}${'['.repeat(50_000)}`],
      ...['[1,2,3]', '[null,null,null]', `["${origin}",{"nsp":"/"},null]`, '{"requestId":"x","sockets":7}'],
      ...Array.from({ length: 7 }, (_, type) => JSON.stringify({ type, requestId: 'x', uid: 'y', opts: {}, data: 1 })),
    ];
    for (const channel of await channels()) for (const text of garbage) await redis.publish(channel, text);
    for (const channel of await channels())
      await redis.publish(channel, Buffer.from([0x93, 0xa1, 0x78, 0xc0, 0xff, 0x00, 0xc1]) as unknown as string);
    const room = await pair.seed.room([ada, bob]);
    const [one, two] = await Promise.all([pair.connect(ada, 1), pair.connect(bob, 2)]);
    await hearsMessage(two, await send(one, room));
    for (const { process } of pair.instances) expect(process.alive).toBe(true);
  });

  it('reaches no page unless an instance of this installation has sealed it', async () => {
    const room = await pair.seed.room([ada, bob]);
    const [one, two] = await Promise.all([pair.connect(ada, 1), pair.connect(bob, 2)]);
    const listener = new Redis(pair.redis.url);
    const said: [channel: string, text: string][] = [];
    listener.on('pmessage', (_pattern, channel: string, text: string) => void said.push([channel, text]));
    await listener.psubscribe('sb:*');
    const real = await send(one, room, 'real');
    await hearsMessage(two, real);
    await until('it to be heard on Redis', () => said.some(([, text]) => text.includes('real')));
    listener.disconnect();
    const chat = (await channels()).find((channel) => channel.endsWith(':chat')) ?? '';
    const forged = { ...real, id: randomUUID(), seq: 2, version: 2, body: 'forged' };
    for (const message of [forged, { ...forged, body: { html: '<b>' } }, { id: 'no id' }]) {
      const event = { conversationId: room, after: 1, version: 2, messages: [message] };
      // Two in one turn are joined by reading their entries; that once happened where nobody caught an error.
      for (let count = 0; count < 2; count += 1)
        await redis.publish(chat, `${stranger}${room} 1 2 ${JSON.stringify(event)}`);
    }
    // What an instance did say, changed by a letter, or said again on a channel where it means something else.
    for (const [channel, text] of said)
      for (const other of await channels())
        await redis.publish(other, other === channel ? text.replace('real', 'fake') : text);
    const last = await send(one, room, 'last');
    await hearsMessage(two, last);
    expect(pushedSeqs(two, room)).toEqual([1, 2]);
    expect(two.all('messages').flatMap(({ messages }) => messages.map(({ body }) => body))).toEqual(['real', 'last']);
  });

  it('lets no socket into a room, removes nobody from a page and says nothing in the name of the server', async () => {
    const [secret, shared] = await Promise.all([pair.seed.room([ada]), pair.seed.room([ada, bob])]);
    const [one, two] = await Promise.all([pair.connect(ada, 1), pair.connect(bob, 2)]);
    const control = (await channels()).find((channel) => channel.endsWith('sockets:1#/#')) ?? '';
    const requests = control.replace('sockets:1#', 'sockets:1-request#');
    const opts = { rooms: [bob.id], except: [] };
    await redis.publish(requests, JSON.stringify({ type: 2, opts, rooms: [`conversation:${secret}`] }));
    await redis.publish(control, anyEvent(['conversation:removed', { conversationId: shared }], [bob.id]));
    await redis.publish(control, anyEvent(['notice', { kind: 'signed_out' }], [bob.id]));
    await redis.publish(control, anyEvent(['typing', { conversationId: shared, userId: 7, typing: true }], [bob.id]));
    // What instances do say this way passes: so the others before it were heard, and refused.
    await redis.publish(control, anyEvent(['read', { conversationId: shared, userId: ada.id, seq: 0 }], [bob.id]));
    await two.hears('read', ({ userId }) => userId === ada.id);
    await send(one, secret);
    await hearsMessage(two, await send(one, shared));
    for (const event of ['conversation:removed', 'notice', 'typing'] as const) expect(two.all(event)).toEqual([]);
    expect([two.violations, pushedSeqs(two, secret)]).toEqual([[], []]);
  });
});
