import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seeded } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { type Signal, Tail, type Tidings } from '../../../server/engine/log/tail.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

const randomSeed = 20_260_802;

let seed: Seed;
let database: Database;
let ada: Person;
let tail: Tail;
let news: Tidings[];
let refuse = false;
/** Whoever is told that this room changed cannot act on it. */
let poison = '';
let epochs: string[] = [];
let setBacks = 0;
/** Transactions that are to come again. */
let lost = 0n;
/** Of which transactions each reading was. */
let windows: { from: number; to: number }[] = [];
const { log, lines } = collectLog();
let metrics = createMetrics();
const lag = async () => (await metrics.tailLag.get()).values[0]?.value ?? 0;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  ada = await seed.person('Ada');
});

afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const watched =
  (query: Database['query']): Database['query'] =>
  async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => {
    if (name === 'tail_heads') windows.push({ from: Number(values[0]), to: Number(values[1]) });
    const rows = await query<Row>(name, text, values);
    if (name !== 'present') return rows;
    // As a PostgreSQL that has lost its last transactions.
    return rows.map((row) => ({ ...row, horizon: String(BigInt(row.horizon) - lost) }));
  };

const startTail = async () => {
  news = [];
  refuse = false;
  poison = '';
  windows = [];
  metrics = createMetrics();
  [epochs, setBacks, lost] = [[], 0, 0n];
  tail = new Tail({
    kinds: logKinds,
    database: { ...database, query: watched(database.query) },
    metrics,
    log,
    isBusHealthy: () => false,
    onEpoch: (epoch) => epochs.push(epoch),
    onSetBack: async () => {
      setBacks += 1;
    },
    onTidings: async (tidings) => {
      if (refuse) throw new Error('cannot act on it now');
      if (tidings.signals.some(({ conversationId }) => conversationId === poison)) throw new Error('cannot act on it');
      news.push(tidings);
    },
  });
  await tail.start();
};

beforeEach(startTail);
afterEach(() => tail.stop());

const append = (client: pg.Client | pg.Pool, conversationId: string) =>
  client.query('select * from append_messages($1, $2, $3, $4, $5, null, null)', [
    [conversationId],
    [ada.id],
    [randomUUID()],
    ['Hello'],
    [null],
  ]);
/** The tail begins at the oldest transaction that is under way, in whatever database: that of another test may be older. */
const untilAllBeforeHasEnded = async () => {
  const { rows } = await seed.pool.query<{ now: string }>('select pg_current_xact_id()::text as now');
  await until('every older transaction to end', async () => {
    const { rows: left } = await seed.pool.query('select 1 where pg_snapshot_xmin(pg_current_snapshot()) < $1::xid8', [
      rows[0]?.now,
    ]);
    return left.length === 0;
  });
};
const reportedHeads = () => news.flatMap(({ heads }) => [...heads]);
const reportedSignals = () => news.flatMap(({ signals }) => signals);
const signal = (kind: Signal['kind'], over: Partial<Signal>): Signal => ({
  ...{ kind, userId: null, conversationId: null, reference: null, reason: null },
  ...over,
});
const toHear = async (wanted: Signal) => {
  await until(`the signal ${JSON.stringify(wanted)}`, () =>
    reportedSignals().some((heard) => JSON.stringify(heard) === JSON.stringify(wanted)),
  );
};

describe('the tail', () => {
  it('starts at the present: what was committed before is not news', async () => {
    const before = await seed.room([ada]);
    await append(seed.pool, before);
    await untilAllBeforeHasEnded();
    await tail.stop();
    await startTail();
    const after = await seed.room([ada]);
    await append(seed.pool, after);
    await until('news of the later message', () => reportedHeads().some(([name]) => name === after));
    expect(reportedHeads()).toEqual([[after, 1]]);
  });

  it('reports the version of an edit as well as that of a new message', async () => {
    const room = await seed.room([ada]);
    const { rows } = await append(seed.pool, room);
    await until('the message', () => reportedHeads().some(([name, version]) => name === room && version === 1));
    await seed.rows(`select * from change_message($1, $2, 'edit', 'Changed', null, null, null)`, [ada.id, rows[0].id]);
    await until('its edit', () => reportedHeads().some(([name, version]) => name === room && version === 2));
  });

  it('reports the ticket feed under its own name', async () => {
    const event = { eventId: 'e-1', ticketId: 't', title: 't', reasonCode: 'r', reason: 'r', rejectedBy: 'b' };
    const full = { ...event, priority: 'low', occurredAt: '2026-01-02T03:04:05.678Z' };
    await seed.rejections([full]);
    await until('news of the feed', () =>
      reportedHeads().some(([name, version]) => name === ticketLog && version === 1),
    );
  });

  it('tells the same again until somebody could act on it', async () => {
    refuse = true;
    const room = await seed.room([ada]);
    await append(seed.pool, room);
    const complaints = () => lines().filter(({ msg }) => msg.startsWith('the tail could not read')).length;
    await until('two refused readings', () => complaints() >= 2);
    refuse = false;
    await until('the news in the end', () => reportedHeads().some(([name]) => name === room));
    expect(reportedSignals()).toContainEqual(signal('membership', { userId: ada.id, conversationId: room }));
  });

  it('goes on without what can never be acted on, and misses nothing else', async () => {
    const rooms = await Promise.all(Array.from({ length: 20 }, () => seed.room([])));
    const [poisoned] = rooms;
    poison = poisoned ?? '';
    tail.wake();
    for (const room of rooms) await seed.join(room, [ada]);
    const given = () => lines().some(({ msg }) => msg === 'the tail goes on without a transaction that fails');
    const last = await seed.room([ada]);
    await until('news from behind what fails', () => reportedSignals().some((one) => one.conversationId === last));
    expect(given()).toBe(true);
    const heard = new Set(reportedSignals().map(({ conversationId }) => conversationId));
    expect(rooms.filter((room) => !heard.has(room))).toEqual([poisoned]);
  });

  it('reads what gathered in a long time in windows with a bound', async () => {
    refuse = true;
    const room = await seed.room([ada]);
    await append(seed.pool, room);
    await seed.rows('do $$ begin for n in 1..12000 loop perform pg_current_xact_id(); commit; end loop; end $$');
    const last = await seed.room([ada]);
    await append(seed.pool, last);
    refuse = false;
    await until('the newest', () => reportedHeads().some(([name]) => name === last));
    expect(reportedHeads().filter(([name]) => name === room || name === last)).toEqual([
      [room, 1],
      [last, 1],
    ]);
    expect(Math.max(...windows.map(({ from, to }) => to - from))).toBeLessThanOrEqual(5_000);
    expect(Math.max(...windows.map(({ to }) => to)) - Math.min(...windows.map(({ from }) => from))).toBeGreaterThan(
      12_000,
    );
  });

  it('says that the epoch is another one, once, and goes on', async () => {
    const [row] = await seed.rows<{ epoch: string }>(
      'update installation set epoch = gen_random_uuid() returning epoch',
    );
    tail.wake();
    await until('word of it', () => epochs.length > 0);
    const room = await seed.room([ada]);
    await append(seed.pool, room);
    await until('the head', () => reportedHeads().some(([name]) => name === room));
    expect(epochs).toEqual([row?.epoch]);
    expect(setBacks).toBe(0);
  });

  it('says that transactions come again, and reads them again', async () => {
    const room = await seed.room([ada]);
    await append(seed.pool, room);
    await until('the head', () => reportedHeads().some(([name]) => name === room));
    await seed.rows('do $$ begin for n in 1..50 loop perform pg_current_xact_id(); commit; end loop; end $$');
    tail.wake();
    lost = 1_000_000n;
    await until('word of it', () => setBacks > 0);
    lost = 0n;
    news = [];
    tail.wake();
    await until('the head again', () => reportedHeads().some(([name]) => name === room));
    expect(epochs).toEqual([]);
  });

  it('tells of the signals of one transaction in parts, each once and in order', async () => {
    const people = await seed.rows<{ id: string }>(
      `insert into "user" (id, name, email) select gen_random_uuid(), 'Many ' || n, n || '@many' from generate_series(1, 2500) n
       returning id`,
    );
    const room = await seed.room([]);
    await seed.join(room, people as Person[]);
    const joined = () =>
      reportedSignals().filter(({ kind, conversationId }) => kind === 'membership' && conversationId === room);
    await until('all of them', () => joined().length >= people.length);
    expect(joined().map(({ userId }) => userId)).toEqual(people.map(({ id }) => id));
    expect(Math.max(...news.map(({ signals }) => signals.length))).toBe(1_000);
  });

  it('says how long a transaction that is open has held it up', async () => {
    const client = await seed.pool.connect();
    // Whatever runs in another database of the server holds it up, too.
    await until('it to be up to date', async () => (await lag()) > 0 && (await lag()) < 1);
    await client.query('begin; select pg_current_xact_id()');
    await append(seed.pool, await seed.room([ada]));
    await until('it to say so', async () => (await lag()) > 1);
    await client.query('rollback');
    client.release();
    await until('it to go on', async () => (await lag()) < 1);
  });

  it('survives the loss of its connection without losing anything', async () => {
    const room = await seed.room([ada]);
    for (let cuts = 0; cuts < 10; cuts += 1) {
      await append(seed.pool, room);
      await seed.rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name like 'switchboard/%'`,
      );
      tail.wake();
      await delay(20);
    }
    await until('the last message', () => reportedHeads().some(([name, version]) => name === room && version === 10));
  });
});

/** Opens a transaction, writes one message into each of some rooms, and commits after a while. */
const writeSlowly = async (rooms: string[], number: number) => {
  const random = seeded(randomSeed + number);
  const client = new pg.Client({ connectionString: seed.databaseUrl });
  await client.connect();
  for (const room of rooms) {
    await client.query('begin');
    await client.query('select pg_current_xact_id()');
    // Most are quick, some hold their transaction id while many others commit.
    await delay(random.chance(0.1) ? 100 + random.below(200) : random.below(4));
    await append(client, room);
    await client.query(random.chance(0.1) ? 'rollback' : 'commit');
  }
  await client.end();
};

describe(`under concurrent writers with long and aborted transactions (seed ${randomSeed})`, () => {
  it('reports every committed message exactly once, and nothing that was rolled back', async () => {
    const rooms = await Promise.all(Array.from({ length: 480 }, () => seed.room([ada])));
    const perWriter = Map.groupBy(rooms, (_, index) => index % 6);
    const poke = setInterval(() => tail.wake(), 7);
    try {
      await Promise.all([...perWriter.values()].map(writeSlowly));
    } finally {
      clearInterval(poke);
    }
    const committed = await seed.rows<{ id: string }>('select id from log where last_seq = 1 and id = any ($1)', [
      rooms,
    ]);
    const ours = () => reportedHeads().filter(([name]) => rooms.includes(name));
    expect(committed.length).toBeGreaterThan(300);
    await until(`news of all ${committed.length} messages`, () => ours().length >= committed.length).catch(() => {});
    expect(
      ours()
        .map(([name]) => name)
        .sort(),
    ).toEqual(committed.map(({ id }) => id).sort());
  });

  it('waits for a transaction that began earlier, and then reports it together with what came meanwhile', async () => {
    const [slow, quick] = [await seed.room([ada]), await seed.room([ada])];
    const client = new pg.Client({ connectionString: seed.databaseUrl });
    await client.connect();
    await client.query('begin');
    await append(client, slow);
    await append(seed.pool, quick);
    await client.query('commit');
    await client.end();
    await until('both', () => [slow, quick].every((room) => reportedHeads().some(([name]) => name === room)));
  });
});

describe('signals', () => {
  it('tell who joined and who left a conversation', async () => {
    const room = await seed.room([ada]);
    await toHear(signal('membership', { userId: ada.id, conversationId: room }));
    const bob = await seed.person('Bob');
    await seed.join(room, [bob]);
    await toHear(signal('membership', { userId: bob.id, conversationId: room }));
    news = [];
    await seed.rows('delete from member where user_id = $1', [bob.id]);
    await toHear(signal('membership', { userId: bob.id, conversationId: room }));
  });

  it.each([
    ['name', `'Another name'`],
    ['topic', `'Another topic'`],
    ['visibility', `'public'`],
    ['archived_at', 'now()'],
  ])('tell that the %s of a conversation changed', async (column, value) => {
    const room = await seed.room([ada]);
    await seed.rows(`update conversation set ${column} = ${value} where id = $1`, [room]);
    await toHear(signal('conversation', { conversationId: room }));
  });

  it('say nothing of messages: those have heads', async () => {
    const room = await seed.room([ada]);
    await toHear(signal('membership', { userId: ada.id, conversationId: room }));
    news = [];
    await append(seed.pool, room);
    await until('the head', () => reportedHeads().some(([name]) => name === room));
    expect(reportedSignals()).toEqual([]);
  });

  it('tell which session ended', async () => {
    const { id } = await seed.session(ada);
    await seed.rows('delete from session where id = $1', [id]);
    await toHear(signal('session', { userId: ada.id, reference: id }));
  });

  it('tell which API token was revoked, deleted or switched off', async () => {
    const [deleted, disabled] = [await seed.apiToken(ada), await seed.apiToken(ada)];
    await seed.rows('delete from apikey where id = $1', [deleted.id]);
    await seed.rows('update apikey set enabled = false where id = $1', [disabled.id]);
    await toHear(signal('session', { reference: deleted.id }));
    await toHear(signal('session', { reference: disabled.id }));
  });

  it.each([
    ['role', `'admin'`],
    ['name', `'Another name'`],
    ['image', `'https://example.com/a.png'`],
    ['banned', 'true'],
    ['status_until', `now()`],
    ['time_zone', `'Asia/Shanghai'`],
  ])('tell that the %s of a person changed', async (column, value) => {
    const person = await seed.person('Changing');
    await seed.rows(`update "user" set ${column} = ${value} where id = $1`, [person.id]);
    await toHear(signal('person', { userId: person.id }));
  });

  it('tell that a person is gone, with all their sessions', async () => {
    const person = await seed.person('Leaving');
    const { id } = await seed.session(person);
    await seed.rows('delete from "user" where id = $1', [person.id]);
    await toHear(signal('person', { userId: person.id }));
    await toHear(signal('session', { userId: person.id, reference: id }));
  });
});
