import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { doubtEpoch } from '../../../server/engine/log/epoch/doubt.ts';
import { Doubts, type Known } from '../../../server/engine/log/epoch/doubts.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import { connectClient } from '../../support/live-client.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { type LiveInProcess, startLiveInProcess } from '../realtime/live-in-process.ts';

const { log } = collectLog();
let seed: Seed;
let database: Database;
let ada: Person;
let bob: Person;
let room: string;
let messages: string[];

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  await seed.rows('select recognise_database()');
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});
beforeEach(async () => {
  await seed.rows('truncate epoch_change');
  [ada, bob] = [await seed.person('Ada'), await seed.person('Bob')];
  room = await seed.room([ada]);
  const three = <T>(value: () => T) => [value(), value(), value()];
  await seed.rows('select from append_messages($1, $2, $3, $4, $5, null, null)', [
    ...[three(() => room), three(() => ada.id), three(randomUUID), three(() => 'Hello'), three(() => null)],
  ]);
  const rows = await seed.rows<{ id: string }>('select id from message where conversation_id = $1 order by seq', [
    room,
  ]);
  messages = rows.map(({ id }) => id);
});

const epoch = async (): Promise<string> => {
  const [row] = await seed.rows<{ epoch: string }>('select epoch from installation');
  if (!row) throw new Error('no installation');
  return row.epoch;
};
const causes = () => seed.rows('select cause, user_id from epoch_change order by at');

it('every row that carries its transaction is found by it: after a restore into another cluster all are gone through', async () => {
  const rows = await seed.rows(`
    select a.attrelid::regclass::text as table from pg_attribute a
    join pg_class t on t.oid = a.attrelid and t.relkind = 'r' and t.relnamespace = 'public'::regnamespace
    where a.attname = 'xid' and a.atttypid = 'xid8'::regtype and not exists (
      select from pg_index x where x.indrelid = a.attrelid and x.indkey[0] = a.attnum)`);
  expect(rows).toEqual([{ table: 'follower' }]);
});

describe('an epoch', () => {
  it('is replaced once when the database turns out to be a copy, however many connect at once', async () => {
    const before = await epoch();
    await seed.rows(`update installation set fingerprint = fingerprint || '1'`);
    const found = await Promise.all(
      Array.from(
        { length: 8 },
        async () => (await database.pool.query('select recognise_database() as found')).rows[0].found,
      ),
    );
    expect(found.toSorted()).toEqual(['other', ...Array.from({ length: 7 }, () => 'same')]);
    expect(await epoch()).not.toBe(before);
    expect(await causes()).toEqual([{ cause: 'database', user_id: null }]);
  });

  it('stays when nobody had noted what the database is', async () => {
    const before = await epoch();
    await seed.rows('update installation set fingerprint = null');
    expect(await seed.rows('select recognise_database() as found')).toEqual([{ found: 'first' }]);
    expect(await seed.rows('select recognise_database() as found')).toEqual([{ found: 'same' }]);
    expect(await epoch()).toBe(before);
  });

  it('is replaced for clients once a minute, and for each person once a day', async () => {
    const doubt = async (by: string | null) => doubtEpoch(database, await epoch(), by);
    const later = (span: string) => seed.rows(`update epoch_change set at = at - $1::interval`, [span]);
    expect(await doubt(ada.id)).toBe(true);
    expect(await doubt(bob.id)).toBe(false);
    await later('2 minutes');
    expect(await doubt(bob.id)).toBe(true);
    await later('2 minutes');
    expect(await doubt(ada.id)).toBe(false);
    await later('1 day');
    expect(await doubt(ada.id)).toBe(true);
    expect(await causes()).toHaveLength(3);
  });

  it('is replaced for clients ten times a day, and for instances as often as it must be', async () => {
    await seed.rows(`insert into epoch_change (cause, user_id, at) select 'client', gen_random_uuid(), now() - interval '1 hour'
      from generate_series(1, 10)`);
    expect(await doubtEpoch(database, await epoch(), ada.id)).toBe(false);
    expect(await doubtEpoch(database, await epoch(), null)).toBe(true);
    expect(await doubtEpoch(database, await epoch(), null)).toBe(true);
  });

  it('is not replaced by who speaks of another one', async () => {
    expect(await doubtEpoch(database, randomUUID(), null)).toBe(false);
    expect(await causes()).toEqual([]);
  });
});

describe('a client', () => {
  const judge = async (...known: Known[]) =>
    new Doubts({ kinds: logKinds, database, log }).judge(bob.id, await epoch(), known);
  const known = (version: number, seq?: number, id?: string, name = room): Known => ({
    log: name,
    version,
    entry: seq === undefined || id === undefined ? undefined : { seq, id },
  });

  it('that knows what is there proves nothing', async () => {
    expect(
      await judge(known(3, 3, messages[2]), known(1, 1, messages[0]), known(0, undefined, undefined, ticketLog)),
    ).toBe(false);
  });

  it('that was further than a log is proves that it was put back', async () => {
    expect(await judge(known(4))).toBe(true);
    expect(await causes()).toEqual([{ cause: 'client', user_id: bob.id }]);
  });

  it('that knows another message in a place proves it, too', async () => {
    expect(await judge(known(3, 3, messages[2]), known(3, 2, messages[0]))).toBe(true);
  });

  it('that knows a message, or a room, which is gone proves nothing', async () => {
    await seed.rows('delete from message where id = $1', [messages[2]]);
    expect(await judge(known(3, 3, messages[2]), known(7, 7, randomUUID(), randomUUID()))).toBe(false);
  });
});

describe('an instance', () => {
  let instance: LiveInProcess;
  // Each test its own: what the one before has begun ends connections a moment later.
  beforeEach(async () => {
    instance = await startLiveInProcess();
    ada = await instance.seed.person('Ada');
    room = await instance.seed.room([ada]);
  });
  afterEach(() => instance?.stop());
  const connect = async (person: Person) => connectClient(instance.url, await instance.seed.session(person));

  it('hears with `sync` what a client knows of what it may hear; then everybody is told, and let go', async () => {
    const [mine, watcher] = [await connect(ada), await connect(await instance.seed.person('Bob'))];
    const { epoch: before } = await mine.get('sync', {});
    const known = [
      { log: room, version: 99 },
      { log: 'feed' as const, version: 99 },
    ];
    const said = async (client: typeof mine, epoch: string | undefined) =>
      (await client.get('sync', { epoch, known })).epoch;
    expect(await said(watcher, before), 'of a room that Bob is not in, and of a feed for admins').toBe(before);
    expect(await said(mine, randomUUID()), 'of another epoch').toBe(before);
    const after = await said(mine, before);
    expect(after).not.toBe(before);
    for (const client of [mine, watcher]) {
      await client.hears('notice', (notice) => notice.kind === 'epoch' && notice.epoch === after);
      await until('the connection to be closed', () => !client.socket.connected);
      expect(client.violations).toEqual([]);
    }
    const again = await connect(ada);
    expect(await said(again, before), 'of what nobody believes any more').toBe(after);
    again.close();
  });

  it('takes a question for changes after a version that the log has not, in its epoch, for such knowledge', async () => {
    const client = await connect(ada);
    const { epoch: before } = await client.get('sync', {});
    const present = async () => (await instance.seed.rows('select epoch from installation'))[0]?.epoch;
    await client.get('message:changes', { conversationId: room, afterVersion: 99 });
    expect(await present(), 'without saying in which epoch').toBe(before);
    await client.get('message:changes', { conversationId: room, afterVersion: 99, epoch: before });
    expect(await present()).not.toBe(before);
    client.close();
  });
});
