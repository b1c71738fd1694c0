import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClientEventName, clientEvents, limits, type Result } from '../../../protocol/index.ts';
import { needsNoAnswer } from '../../../server/engine/events/dispatch.ts';
import { payloads, type Things } from '../../support/examples.ts';
import type { LiveClient } from '../../support/live-client.ts';
import { openRawSocket, type RawSocket } from '../../support/raw-socket.ts';
import { openSite, type Site } from './site.ts';
import { wrongs, wrongWholes } from './wrongs.ts';

const events = Object.keys(clientEvents) as ClientEventName[];

let site: Site;
let things: Things;
let caller: LiveClient;
let bystander: LiveClient;
let before: Record<string, string>;

beforeAll(async () => {
  site = await openSite();
  // The most powerful caller, and a member: nothing is refused to it for lack of rights.
  const { admin } = site.people;
  things = await site.things();
  await site.seed.join(things.conversationId, [admin]);
  caller = await site.connect(admin);
  bystander = await site.connect(site.people.companion);
});

beforeEach(async () => {
  before = await site.fingerprint();
});

afterAll(async () => {
  for (const client of [caller, bystander]) client?.close();
  await site?.stop();
});

const ask = (event: string, ...values: unknown[]): Promise<Result<unknown>> =>
  caller.socket.timeout(10_000).emitWithAck(event, ...values);

/** Nothing changed, nobody noticed, the instance goes on. */
const expectNoHarm = async () => {
  expect(await site.fingerprint(), 'what changed in the database').toEqual(before);
  expect(site.instance.process.alive, site.instance.process.output()).toBe(true);
  expect(bystander.socket.connected, 'another connection').toBe(true);
  expect(await bystander.ask('people:list', {})).toMatchObject({ ok: true });
};

const malformedSoFar = async (): Promise<number> => {
  const response = await fetch(`${site.instance.url}/metrics`, {
    headers: { authorization: 'Bearer a token for metrics' },
  });
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith('switchboard_malformed_total{'));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

describe('a payload outside the contract', () => {
  it.each(events)('of %s is refused, whatever is wrong with it, and the answer names the field', async (event) => {
    const list = wrongs(event, payloads[event](things));
    const counted = await malformedSoFar();
    const answers = await Promise.all(list.map(({ payload }) => ask(event, payload)));
    const surprises = list.flatMap(({ what, code, names = '' }, index) => {
      const answer = answers[index];
      const isRight = answer?.ok === false && answer.error.code === code && answer.error.message.includes(names);
      return isRight ? [] : [`${what}: ${JSON.stringify(answer)}`];
    });
    expect(surprises).toEqual([]);
    const takesNothing = Object.keys(payloads[event](things)).length === 0;
    expect(list.length).toBeGreaterThanOrEqual(takesNothing ? 5 : wrongWholes.length + 3);
    expect((await malformedSoFar()) - counted, 'counted as malformed').toBe(list.length);
    await expectNoHarm();
  });

  it.each(events)('of %s: none at all, or two of them, are refused', async (event) => {
    const valid = payloads[event](things);
    const refused = { ok: false, error: { code: 'invalid', message: 'send exactly one payload' } };
    expect(await ask(event)).toEqual(refused);
    expect(await ask(event, valid, valid)).toEqual(refused);
    await expectNoHarm();
  });

  it.each(['message:react', 'message:search', 'people:list'] as const)(
    'of %s may not be nested deeply',
    async (event) => {
      const socket = await rawCaller();
      const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
      socket.send(`427["${event}",${deep}]`);
      expect(await socket.receives('437')).toContain('invalid');
      socket.close();
      await expectNoHarm();
    },
  );

  it('holds fields that are dropped, whatever their names', async () => {
    const socket = await rawCaller();
    socket.send('426["people:list",{"limit":1}]');
    const answer = (await socket.receives('436')).slice(3);
    const names = ['userId', 'constructor', 'toString', '__proto__'];
    for (const [n, name] of names.entries()) {
      socket.send(`42${n}["people:list",{"${name}":{"query":"nobody of this name","limit":7},"limit":1}]`);
      expect((await socket.receives(`43${n}`)).slice(3), name).toBe(answer);
    }
    socket.close();
    await expectNoHarm();
  });

  it('inside arrays and records is named by its place', async () => {
    const { conversationId } = things;
    const place = async (event: ClientEventName, payload: unknown) => {
      const answer = await ask(event, payload);
      return answer.ok ? 'ok' : answer.error.message.split(':')[0];
    };
    expect(await place('conversation:invite', { conversationId, memberIds: [things.friendId, 'x'] })).toBe(
      'memberIds.1',
    );
    expect(await place('presence:watch', { userIds: Array.from({ length: 501 }, () => randomUUID()) })).toBe('userIds');
    expect(await place('message:history', { conversationId, beforeSeq: 1, afterSeq: 1 })).toMatch(/at most one/);
    await expectNoHarm();
  });
});

/** The caller's own session, on a connection that may say anything. */
const rawCaller = async (): Promise<RawSocket> => {
  const socket = await openRawSocket(site.instance.url, { cookie: site.cookies.admin });
  socket.send('40');
  await socket.receives('40');
  return socket;
};

describe('an event', () => {
  it.each(events)('%s without acknowledgement changes nothing, and is counted', async (event) => {
    const counted = await malformedSoFar();
    caller.socket.emit(event, payloads[event](things));
    // Sent behind it on the same connection: when this is answered, the other has been taken too.
    await caller.get('people:list', {});
    expect((await malformedSoFar()) - counted, 'counted as malformed').toBe(needsNoAnswer(event) ? 0 : 1);
    await expectNoHarm();
  });

  it.each(['nope', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'message', 'messages', '0', 'SYNC'])(
    'named "%s" is not of the contract, with and without acknowledgement',
    async (name) => {
      expect(await ask(name, {})).toEqual({ ok: false, error: { code: 'invalid', message: 'unknown event' } });
      caller.socket.emit(name, {});
      await expectNoHarm();
      expect(caller.socket.connected).toBe(true);
    },
  );

  it('named by a number is not of the contract', async () => {
    const socket = await rawCaller();
    socket.send('427[0,{}]');
    expect(await socket.receives('437')).toContain('unknown event');
    socket.close();
    await expectNoHarm();
  });
});

describe('a packet that is not Socket.IO', () => {
  const valid = () => JSON.stringify(['people:list', {}]);

  it.each([
    ['an event named as one of Socket.IO itself', () => '427["disconnect",{}]'],
    ['an event without a name', () => '427[]'],
    ['an event that is no array', () => '427{"a":1}'],
    ['broken JSON', () => '427["people:list",{'],
    ['an unknown packet type', () => '49'],
    ['an unknown transport packet type', () => 'x'],
    [
      'a binary event without its binaries, and then another event',
      () => `451-7["people:list",{"_placeholder":true,"num":0}]`,
    ],
    ['a binary placeholder out of range', () => '451-7["people:list",{"_placeholder":true,"num":99}]'],
    ['more binaries than anybody needs', () => '4599999999-7["people:list",{}]'],
    ['an event of another namespace', () => `42/admin,7${valid()}`],
    ['an acknowledgement that nobody asked for', () => '437[{}]'],
    ['a second handshake', () => '40{"token":"x"}'],
    ['a handshake with another namespace', () => '40/admin,'],
  ])('%s ends at most the connection that sent it', async (_, packet) => {
    const socket = await rawCaller();
    socket.send(packet());
    socket.send(new Uint8Array([1, 2, 3]));
    socket.send(`428${valid()}`);
    await Promise.race([socket.closed(), socket.receives('438')]);
    socket.close();
    await expectNoHarm();
  });

  it('larger than the contract allows ends the connection that sent it, and no other', async () => {
    const socket = await rawCaller();
    const { conversationId } = things;
    const body = 'x'.repeat(limits.packetBytes);
    socket.send(`427${JSON.stringify(['message:send', { conversationId, clientId: randomUUID(), body }])}`);
    await socket.closed();
    await expectNoHarm();
  });

  it('just within the limit is answered: too_large', async () => {
    const { conversationId } = things;
    const body = '界'.repeat(limits.packetBytes / 3 - 200);
    const answer = await ask('message:send', { conversationId, clientId: randomUUID(), body });
    expect(answer).toMatchObject({ ok: false, error: { code: 'too_large' } });
    await expectNoHarm();
  });
});

describe('text of the longest length', () => {
  it('in any writing comes back exactly as it was sent', async () => {
    const { conversationId } = things;
    const body = `  你好 👋🏽 e\u0301 \u202e \r\n\t${'界'.repeat(limits.messageBody - 30)}`;
    const sent = await caller.get('message:send', { conversationId, clientId: randomUUID(), body });
    const { messages } = await caller.get('message:history', { conversationId, limit: 1 });
    expect([sent.body, messages[0]?.body]).toEqual([body, body]);
  });
});
