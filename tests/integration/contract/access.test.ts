import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ClientEventName,
  clientEvents,
  hasAccess,
  type PayloadInput,
  type Result,
} from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { later, noThings, payloads, type Things } from '../../support/examples.ts';
import { type LiveClient, refusalOf } from '../../support/live-client.ts';
import { openRawSocket } from '../../support/raw-socket.ts';
import { typeUntilHeard } from '../../support/typing.ts';
import { type Caller, callers, openSite, roleOf, type Site } from './site.ts';

const events = Object.keys(clientEvents) as ClientEventName[];

/** What guests are refused of what everybody may ask. */
const notForGuests: { readonly [E in ClientEventName]?: 'forbidden' | 'not_found' } = {
  'conversation:create': 'forbidden',
  'conversation:join': 'not_found',
  // Of somebody who is in no room with them.
  'person:get': 'not_found',
};

/** What the access rule of an event means for a caller. */
const expected = (event: ClientEventName, caller: Caller): 'allowed' | 'forbidden' | 'not_found' => {
  const { access } = clientEvents[event];
  const refusal = caller === 'guest' ? notForGuests[event] : undefined;
  if (refusal !== undefined) return refusal;
  if (!hasAccess(access, roleOf[caller])) return 'forbidden';
  return access !== 'member' || caller === 'member' ? 'allowed' : 'not_found';
};

// The refused ones first: what a successful call leaves for later (a read mark) would look like a change by them.
const pairs = events
  .flatMap((event) => callers.map((caller) => ({ event, caller, rule: expected(event, caller) })))
  .toSorted((a, b) => Number(a.rule === 'allowed') - Number(b.rule === 'allowed'));

let site: Site;
let eavesdropper: LiveClient;
let eavesdroppingAdmin: LiveClient;

beforeAll(async () => {
  site = await openSite();
  eavesdropper = await site.connect(await site.seed.person('Eve'));
  eavesdroppingAdmin = await site.connect(await site.seed.person('Adam', 'admin'));
});

afterAll(async () => {
  for (const client of [eavesdropper, eavesdroppingAdmin]) client?.close();
  await site?.stop();
});

const outcome = (result: Result<unknown>) => (result.ok ? 'ok' : result.error.code);

/** Asks with a fresh connection, whose rooms are those of the caller's memberships at this moment. */
const askAs = async (caller: Caller, event: ClientEventName, things: Things) => {
  const client = await site.connect(site.people[caller]);
  const payload = payloads[event](things) as PayloadInput<ClientEventName>;
  try {
    const result = await client.ask(event, payload);
    expect(client.violations, 'what is not of the contract').toEqual([]);
    return result as Result<unknown>;
  } finally {
    client.close();
  }
};

describe('whoever is signed out', () => {
  it('cannot connect, and reads why', async () => {
    const { cookie } = await site.seed.session(site.people.member);
    const forged = cookie.replace(/(?<=\.)[^.](?=[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    const { url } = site.instance;
    expect(await refusalOf(url, {})).toBe('unauthenticated');
    expect(await refusalOf(url, { cookie: forged }), 'a forged signature').toBe('unauthenticated');
    expect(await refusalOf(url, { cookie: 'switchboard.session=nonsense' })).toBe('unauthenticated');
    expect(await refusalOf(url, { cookie: 'switchboard.session=%ff%' })).toBe('unauthenticated');
    expect(await refusalOf(url, { token: 'swb_unknown' })).toBe('unauthenticated');
    expect(await refusalOf(url, { cookie })).toBe('connected');
  });

  it('cannot connect with a session or token that ended, expired or belongs to somebody banned', async () => {
    const person = await site.seed.person('Gone');
    const [ended, expired, banned] = [
      await site.seed.session(person),
      await site.seed.session(person),
      await site.seed.session(person),
    ];
    const [revoked, stale, disabled] = [
      await site.seed.apiToken(person),
      await site.seed.apiToken(person),
      await site.seed.apiToken(person),
    ];
    await site.seed.rows('delete from session where id = $1', [ended.id]);
    await site.seed.rows(`update session set expires_at = now() - interval '1 s' where id = $1`, [expired.id]);
    await site.seed.rows('delete from apikey where id = $1', [revoked.id]);
    await site.seed.rows(`update apikey set expires_at = now() - interval '1 s' where id = $1`, [stale.id]);
    await site.seed.rows('update apikey set enabled = false where id = $1', [disabled.id]);
    const { url } = site.instance;
    for (const { cookie } of [ended, expired]) expect(await refusalOf(url, { cookie })).toBe('unauthenticated');
    for (const { token } of [revoked, stale, disabled]) expect(await refusalOf(url, { token })).toBe('unauthenticated');
    await site.seed.rows('update "user" set banned = true where id = $1', [person.id]);
    expect(await refusalOf(url, { cookie: banned.cookie })).toBe('unauthenticated');
  });

  it.each(events)('gets nothing from %s, sent behind the handshake without waiting for its answer', async (event) => {
    const things = await site.things();
    const before = await site.fingerprint();
    const socket = await openRawSocket(site.instance.url);
    socket.send('40');
    socket.send(`421${JSON.stringify([event, payloads[event](things)])}`);
    // The event can overtake the look at the session: then the server hangs up at once, which is as good.
    await until('an answer', () => socket.isClosed || socket.received.some((packet) => packet.startsWith('44')));
    socket.send(`422${JSON.stringify([event, payloads[event](things)])}`);
    await socket.closed();
    expect(
      socket.received.filter((packet) => packet.startsWith('43')),
      'acknowledgements',
    ).toEqual([]);
    expect(await site.fingerprint()).toEqual(before);
  });
});

describe('the page of one person with the session of another', () => {
  it('is refused, and what it sends behind the handshake is not done in the other name', async () => {
    const { member, admin } = site.people;
    const { url } = site.instance;
    expect(await refusalOf(url, { cookie: site.cookies.member, me: admin.id })).toBe('other_person');
    expect(await refusalOf(url, { cookie: site.cookies.member, me: 'nobody' })).toBe('unauthenticated');
    expect(await refusalOf(url, { cookie: site.cookies.member, me: member.id.toUpperCase() })).toBe('connected');

    const things = await site.things();
    const before = await site.fingerprint();
    const socket = await openRawSocket(url, { cookie: site.cookies.member });
    socket.send(`40${JSON.stringify({ me: admin.id })}`);
    socket.send(`421${JSON.stringify(['message:send', payloads['message:send'](things)])}`);
    await until('an answer', () => socket.isClosed || socket.received.some((packet) => packet.startsWith('44')));
    socket.send(`422${JSON.stringify(['message:send', payloads['message:send'](things)])}`);
    await socket.closed();
    expect(socket.received.filter((packet) => packet.startsWith('43'))).toEqual([]);
    expect(await site.fingerprint()).toEqual(before);
  });
});

describe('whoever is signed in', () => {
  it.each(pairs)('as $caller calling $event is $rule', async ({ event, caller, rule }) => {
    const things = await site.things(caller);
    const before = await site.fingerprint();
    const result = await askAs(caller, event, things);
    if (rule === 'allowed') {
      expect(outcome(result), JSON.stringify(result)).toBe(later.has(event) ? 'not_found' : 'ok');
      return;
    }
    expect(outcome(result), JSON.stringify(result)).toBe(rule);
    expect(await site.fingerprint(), 'what a refused call changed').toEqual(before);
    expect(result, 'the answer for what does not exist').toEqual(await askAs(caller, event, noThings(things)));
  });

  it.each(callers)('as %s cannot tell a private room from one that does not exist by joining it', async (caller) => {
    const { conversationId, ...things } = await site.things();
    if (caller === 'member') await site.seed.rows('delete from member where conversation_id = $1', [conversationId]);
    const answer = await askAs(caller, 'conversation:join', {
      ...things,
      conversationId,
      publicRoomId: conversationId,
    });
    expect(outcome(answer)).toBe('not_found');
    expect(answer).toEqual(await askAs(caller, 'conversation:join', noThings({ ...things, conversationId })));
  });

  it('gets conversations, messages and the head of the feed in sync only as far as they are theirs', async () => {
    const { conversationId } = await site.things();
    const seen = await Promise.all(
      callers.map(async (caller) => {
        const client = await site.connect(site.people[caller]);
        const { conversations, feed } = await client.get('sync', {});
        client.close();
        return [caller, [conversations.some(({ id }) => id === conversationId), feed !== undefined]];
      }),
    );
    expect(Object.fromEntries(seen)).toEqual({
      guest: [false, false],
      'non-member': [false, false],
      member: [true, false],
      handler: [false, true],
      admin: [false, true],
    });
  });
});

describe('what is pushed', () => {
  it('reaches the members of a conversation, and nobody else', async () => {
    const { conversationId } = await site.things();
    const [member, companion] = await Promise.all([
      site.connect(site.people.member),
      site.connect(site.people.companion),
    ]);
    // Who connects while the room is being made hears of it a moment later, and until then nothing that is said there.
    await typeUntilHeard(member, companion, conversationId);
    await typeUntilHeard(companion, member, conversationId);
    await member.get('message:send', { conversationId, clientId: randomUUID(), body: 'for members' });
    await companion.get('read:mark', { conversationId, seq: 2 });
    await member.get('conversation:update', { conversationId, topic: 'for members' });
    await companion.hears('messages', (event) => event.conversationId === conversationId);
    await member.hears('read', (event) => event.conversationId === conversationId);
    await companion.hears('conversation', (event) => event.topic === 'for members');
    for (const client of [member, companion]) {
      expect(client.violations).toEqual([]);
      client.close();
    }
  });

  it('tells everybody a new name, and who was removed by whom', async () => {
    const [changing, owner] = [await site.seed.person('Changing'), await site.seed.person('Owner')];
    const conversationId = await site.seed.room([owner, changing]);
    const [client, other] = [await site.connect(changing), await site.connect(owner)];
    await site.seed.rows(`update "user" set name = 'Changed' where id = $1`, [changing.id]);
    await other.hears('person', ({ id, name }) => id === changing.id && name === 'Changed');
    await other.get('conversation:remove', { conversationId, memberId: changing.id });
    await client.hears('conversation:removed', (event) => event.byId === owner.id);
    await other.get('conversation:invite', { conversationId, memberIds: [changing.id] });
    await client.hears('conversation', ({ id, ownerId }) => id === conversationId && ownerId === owner.id);
    for (const { violations, close } of [client, other]) {
      expect(violations).toEqual([]);
      close();
    }
  });

  // The last test: it looks back on everything that the others did.
  it('was never heard by somebody in no conversation, and by an admin only as far as it is about tickets', async () => {
    const friend = await site.connect(site.people.friend);
    // Everybody may be told that Redis was slow for a moment, everybody's name, whose account is gone, and what the workspace is called.
    const forAll = new Set<string>(['notice', 'person', 'person:deleted', 'workspace']);
    const told = ({ heard }: LiveClient) => heard.map(({ event }) => event).filter((event) => !forAll.has(event));
    const before = [told(eavesdropper).length, told(eavesdroppingAdmin).length];
    const ids = await site.seed.rows<{ id: string }>(
      `select id from "user" where name in ('Eve', 'Adam') order by name desc`,
    );
    for (const { id } of ids) await friend.get('conversation:create', { kind: 'direct', memberId: id });
    // What was pushed earlier has arrived before this.
    for (const client of [eavesdropper, eavesdroppingAdmin]) await client.hears('conversation', () => true);
    friend.close();
    expect(told(eavesdropper).slice(0, before[0]), JSON.stringify(eavesdropper.heard)).toEqual([]);
    expect(new Set(told(eavesdroppingAdmin).slice(0, before[1]))).toEqual(new Set(['tickets', 'looking']));
  });
});
