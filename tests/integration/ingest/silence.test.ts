import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Data, limits, type Result, type SourceExpectation } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { readBooks } from '../../../server/sources/books.ts';
import { sourceJobs } from '../../../server/sources/index.ts';
import { Expectations } from '../../../server/sources/watch/expectations.ts';
import { judgeSilence } from '../../../server/sources/watch/jobs.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';

let seed: Seed;
let database: Database;
let ada: Person;
let expectations: Expectations;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, createLogger('silent', 'test'));
  ada = await seed.person('Ada', 'admin');
  expectations = new Expectations(database);
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});
beforeEach(() => seed.rows('truncate source_watch, source_book, source_pulse'));

const dataOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};
const asker = () => ({ me: { ...ada, role: 'admin' as const }, address: '10.0.0.1' }) as never;
const office: SourceExpectation = {
  ...{ minutes: 30, days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', timeZone: 'Europe/Berlin' },
};
const expectOf = async (expected: SourceExpectation | null, source = 'kafka') => {
  const answer = await expectations.expect(asker(), { source, expected });
  // Long ago: what was said just now is waited for from now on.
  await seed.rows(`update source_watch set changed_at = '2026-01-01T00:00:00Z'`);
  return answer;
};
const eventAt = (at: string) =>
  seed.rows(
    `insert into source_book (source, consumer_group, topic, partition, read, event_at) values ('kafka', 'g', 't@1', 0, 1, $1)
     on conflict (source, consumer_group, topic, partition) do update set event_at = excluded.event_at`,
    [at],
  );
const books = async (): Promise<Data<'source:books'>> => dataOf(await readBooks(database));
/** Since when it is silent, as it is judged at a moment. */
const silentAt = async (at: string): Promise<string | undefined> => {
  await judgeSilence(database, new Date(at));
  return (await books()).alarms[0]?.since;
};

describe('a source of which events are expected', () => {
  it('is silent when none has come for as long within the hours, and no more as soon as one comes', async () => {
    await expectOf(office);
    // A Tuesday in winter; Berlin is an hour ahead.
    await eventAt('2026-02-03T10:00:00Z');
    expect(await silentAt('2026-02-03T10:29:00Z')).toBeUndefined();
    expect(await silentAt('2026-02-03T10:30:00Z')).toBe('2026-02-03T10:00:00.000Z');
    expect((await books()).alarms).toMatchObject([{ source: 'kafka', kind: 'silent', topic: null, partition: null }]);
    await eventAt('2026-02-03T10:31:00Z');
    expect((await books()).alarms).toEqual([]);
    expect(await silentAt('2026-02-03T10:45:00Z')).toBeUndefined();
  });

  it('may be quiet at night and over a weekend, and has its time on the next morning', async () => {
    await expectOf(office);
    await eventAt('2026-02-06T16:50:00Z');
    for (const at of ['2026-02-06T18:00:00Z', '2026-02-07T12:00:00Z', '2026-02-08T12:00:00Z', '2026-02-09T07:29:00Z'])
      expect(await silentAt(at), at).toBeUndefined();
    expect(await silentAt('2026-02-09T07:30:00Z')).toBe('2026-02-09T07:00:00.000Z');
  });

  it('round the clock is one span: midnight is nothing', async () => {
    await expectOf({ ...office, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' });
    await eventAt('2026-02-03T22:50:00Z');
    expect(await silentAt('2026-02-03T23:10:00Z')).toBeUndefined();
    expect(await silentAt('2026-02-03T23:20:00Z')).toBe('2026-02-03T22:50:00.000Z');
  });

  it('by night is expected until the morning after, of the day on which the night began', async () => {
    await expectOf({ ...office, days: [5], from: '22:00', to: '06:00' });
    await eventAt('2026-02-06T20:00:00Z');
    expect(await silentAt('2026-02-06T21:29:00Z')).toBeUndefined();
    expect(await silentAt('2026-02-07T03:00:00Z')).toBe('2026-02-06T21:00:00.000Z');
    expect(await silentAt('2026-02-07T05:01:00Z')).toBeUndefined();
  });

  it.each([
    // An hour is missing: at 01:00 UTC the clock goes from two to three.
    {
      night: 'the short one',
      last: '2026-03-29T00:45:00Z',
      at: '2026-03-29T01:15:00Z',
      before: '2026-03-29T01:14:00Z',
    },
    // An hour comes twice: at 01:00 UTC the clock goes from three to two.
    { night: 'the long one', last: '2026-10-25T00:45:00Z', at: '2026-10-25T01:15:00Z', before: '2026-10-25T01:14:00Z' },
  ])(
    'is waited for as long in $night of the two nights in which the clocks are changed',
    async ({ last, at, before }) => {
      await expectOf({ ...office, days: [6, 7], from: '22:00', to: '06:00' });
      await eventAt(last);
      expect(await silentAt(before)).toBeUndefined();
      expect(await silentAt(at)).toBe(new Date(last).toISOString());
    },
  );

  it('within hours that are missing in one night is expected an hour later by the clock', async () => {
    await expectOf({ ...office, minutes: 1, days: [7], from: '02:10', to: '02:50' });
    await eventAt('2026-03-28T12:00:00Z');
    expect(await silentAt('2026-03-29T01:00:00Z')).toBeUndefined();
    expect(await silentAt('2026-03-29T01:12:00Z')).toBe('2026-03-29T01:10:00.000Z');
    expect(await silentAt('2026-03-29T03:00:00Z')).toBeUndefined();
  });

  it('has the time that is said from the moment on in which it is said', async () => {
    await expectations.expect(asker(), {
      source: 'kafka',
      expected: { ...office, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' },
    });
    await judgeSilence(database);
    expect((await books()).alarms).toEqual([]);
  });

  it('is one of so many, and what is said of it is recorded', async () => {
    expect(dataOf(await expectOf({ ...office, days: [5, 1, 1] }))).toEqual({ expected: { ...office, days: [1, 5] } });
    expect((await books()).expected).toEqual([{ source: 'kafka', ...office, days: [1, 5] }]);
    await seed.rows(
      `insert into source_watch (source, minutes, days, from_time, to_time, time_zone, changed_by_id)
       select n::text, 1, '{1}', '08:00', '18:00', 'UTC', $2 from generate_series(2, $1::int) n`,
      [limits.sourceExpectations, ada.id],
    );
    expect(await expectOf(office, 'one more')).toMatchObject({
      error: { code: 'conflict', data: { reason: 'too_many_expectations' } },
    });
    expect(await expectOf(office)).toMatchObject({ ok: true });
    expect(await expectOf(null)).toMatchObject({ ok: true, data: { expected: null } });
    const told = await seed.rows(
      `select subject_id, detail from audit_entry where action = 'source.expect' order by seq desc limit 1`,
    );
    expect(told).toEqual([{ subject_id: 'kafka', detail: { expected: null } }]);
  });

  it('is proposed something by what was noted every five minutes', async () => {
    const note = sourceJobs(database).find(({ name }) => name === 'note-rhythms');
    await eventAt('2026-02-03T10:00:00Z');
    await note?.run({});
    await note?.run({});
    expect(await seed.rows('select source, read::int from source_pulse')).toEqual([{ source: 'kafka', read: 1 }]);
    expect(dataOf(await expectations.rhythm({ source: 'kafka', timeZone: 'UTC' }))).toEqual({
      proposed: null,
      days: 0,
    });
    await seed.rows(
      `insert into source_pulse (source, at, read)
       select 'kafka', date_bin('5 minutes', now(), '2001-01-01') - n * interval '5 minutes', 10000 - n
       from generate_series(1, 12 * 24 * 10) n`,
    );
    expect(dataOf(await expectations.rhythm({ source: 'kafka', timeZone: 'UTC' }))).toMatchObject({
      proposed: { minutes: 10, days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' },
      days: 10,
    });
    expect(dataOf(await expectations.rhythm({ source: 'http', timeZone: 'UTC' }))).toEqual({ proposed: null, days: 0 });
  });
});

describe('what is kept of sources', () => {
  it('is the latest of what happened to them, and two weeks of their rhythm', async () => {
    await seed.rows(
      `insert into source_gap (source, consumer_group, topic, partition, kind, from_offset, next_offset)
       select 'kafka', 'g', 't@1', 0, 'gone', n, n + 1 from generate_series(1, $1::int + 3) n`,
      [limits.sourceGapsKept],
    );
    await seed.rows(
      `insert into source_pulse (source, at, read) values ('kafka', now() - interval '16 days', 1), ('kafka', now(), 2)`,
    );
    await sourceJobs(database)
      .find(({ name }) => name === 'prune-sources')
      ?.run({});
    expect(await seed.rows('select count(*)::int as n, min(from_offset)::int as first from source_gap')).toEqual([
      { n: limits.sourceGapsKept, first: 4 },
    ]);
    expect(await seed.rows('select read::int from source_pulse')).toEqual([{ read: 2 }]);
  });
});
