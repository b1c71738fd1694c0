import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { connectClient, type LiveClient, refusalOf } from '../../support/live-client.ts';
import type { Person } from '../../support/seed.ts';
import { type Pair, startPair } from './pair.ts';

/** A revoked session or token may live this long on any instance. */
const revocation = 5_000;

let pair: Pair;
let ada: Person;
let carl: Person;

beforeAll(async () => {
  pair = await startPair();
  [ada, carl] = await Promise.all([pair.seed.person('Ada'), pair.seed.person('Carl')]);
});

afterAll(async () => {
  await pair?.stop();
});

afterEach(() => {
  pair.hangUp();
});

describe('a session that ends', () => {
  const gone = (client: LiveClient) => until('the connection to be ended', () => !client.socket.connected, revocation);

  it('ends that person’s connections on every instance within 5 s, says so, and keeps the other sessions', async () => {
    const { seed, instances } = pair;
    const session = await seed.session(carl);
    const clients = await Promise.all(instances.map(({ url }) => connectClient(url, { cookie: session.cookie })));
    const [other, onOne] = await Promise.all([pair.connect(carl, 2), pair.connect(ada, 1)]);
    await seed.rows('delete from session where id = $1', [session.id]);
    await Promise.all(clients.map(gone));
    for (const client of clients) expect(client.all('notice')).toEqual([{ kind: 'signed_out' }]);
    for (const { url } of instances) expect(await refusalOf(url, { cookie: session.cookie })).toBe('unauthenticated');
    expect(other.socket.connected, 'another session of the same person').toBe(true);
    expect(onOne.socket.connected, 'another person').toBe(true);
  });

  it.each([
    ['revoked', 'delete from apikey where id = $1'],
    ['switched off', 'update apikey set enabled = false where id = $1'],
  ])('because its API token was %s, ends its connections within 5 s', async (_, statement) => {
    const { seed, instances } = pair;
    const { id, token } = await seed.apiToken(carl);
    const clients = await Promise.all(instances.map(({ url }) => connectClient(url, { token })));
    await seed.rows(statement, [id]);
    await Promise.all(clients.map(gone));
    for (const { url } of instances) expect(await refusalOf(url, { token })).toBe('unauthenticated');
  });

  it('because its person was banned or removed, ends all their connections within 5 s', async () => {
    const { seed, instances } = pair;
    for (const statement of ['update "user" set banned = true where id = $1', 'delete from "user" where id = $1']) {
      const person = await seed.person('Gone');
      const { token } = await seed.apiToken(person);
      const clients = [
        await pair.connect(person, 1),
        await pair.connect(person, 2),
        ...(await Promise.all(instances.map(({ url }) => connectClient(url, { token })))),
      ];
      await seed.rows(statement, [person.id]);
      await Promise.all(clients.map(gone));
      const reason = statement.startsWith('update') ? { reason: 'deactivated' } : {};
      for (const client of clients.slice(0, instances.length))
        expect(client.all('notice'), statement).toEqual([{ kind: 'signed_out', ...reason }]);
      for (const { url } of instances) expect(await refusalOf(url, { token }), statement).toBe('unauthenticated');
    }
  });
});

describe('what ends while a handshake is under way', () => {
  /** Lets nobody read memberships, which a handshake asks for last, until `open` is called; the tail only looks for marks. */
  const closeGate = async () => {
    const { pool, rows } = pair.seed;
    await pool.query(`
      create table gate (opened boolean);
      create function pass_gate() returns boolean language plpgsql as $$ begin
        while not exists (select from gate) and current_query() not like '%.xid >=%' loop perform pg_sleep(0.02); end loop;
        return true;
      end $$;
      alter table member rename to member_behind_gate;
      create view member as select * from member_behind_gate where (select pass_gate())`);
    return {
      somebodyWaits: () =>
        until('a handshake to ask for memberships', async () => {
          const waiting = `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
          return (await rows(waiting)).length > 0;
        }),
      open: async () => {
        await pool.query('insert into gate values (true)');
        await pool.query(`
          drop view member;
          alter table member_behind_gate rename to member;
          drop function pass_gate;
          drop table gate`);
      },
    };
  };

  it.each([
    ['a session is ended', 'delete from session where user_id = $1'],
    ['a role is changed', `update "user" set role = 'admin' where id = $1`],
    ['a person is banned', 'update "user" set banned = true where id = $1'],
  ])('ends the connection, too, when %s', async (_, statement) => {
    const { seed, instances } = pair;
    const person = await seed.person('Late');
    const session = await seed.session(person);
    const before = await connectClient(instances[0].url, { cookie: session.cookie });
    const gate = await closeGate();
    const coming = connectClient(instances[0].url, { cookie: session.cookie });
    try {
      await gate.somebodyWaits();
      await seed.rows(statement, [person.id]);
      await until('the instance to have heard of it', () => !before.socket.connected, revocation);
    } finally {
      await gate.open();
    }
    const late = await coming;
    await until('the connection that came meanwhile to be ended', () => !late.socket.connected, revocation);
  });
});

describe('a change of role', () => {
  it('makes a new admin come back and hear the feed, and a former one hear nothing more', async () => {
    const { seed } = pair;
    const before = await pair.connect(carl, 2);
    expect(await before.ask('ticket:list', {})).toMatchObject({ error: { code: 'forbidden' } });
    await seed.rows(`update "user" set role = 'admin' where id = $1`, [carl.id]);
    await until('the connection to be renewed', () => !before.socket.connected, revocation);
    const asAdmin = await pair.connect(carl, 2);
    expect(await asAdmin.get('ticket:list', {})).toMatchObject({ rejections: [] });
    await ingest('e-1');
    await asAdmin.hears('tickets', ({ rejections }) => rejections.some(({ eventId }) => eventId === 'e-1'));
    await seed.rows(`update "user" set role = 'member' where id = $1`, [carl.id]);
    await until('the connection to be renewed', () => !asAdmin.socket.connected, revocation);
    const after = await pair.connect(carl, 2);
    expect(await after.ask('ticket:list', {})).toMatchObject({ error: { code: 'forbidden' } });
    const admin = await pair.connect(await seed.person('Admin', 'admin'), 2);
    await ingest('e-2');
    await admin.hears('tickets', ({ rejections }) => rejections.some(({ eventId }) => eventId === 'e-2'));
    // Whatever was sent to this connection before its answer is there with it.
    await after.get('conversation:browse', {});
    expect(after.all('tickets')).toEqual([]);
  });

  const ingest = (eventId: string) => {
    const event = {
      eventId,
      ticketId: 't',
      title: 't',
      reasonCode: 'r',
      reason: 'r',
      rejectedBy: 'b',
      priority: 'low',
    };
    return pair.seed.rejections([{ ...event, occurredAt: '2026-01-02T03:04:05.678Z' }]);
  };
});
