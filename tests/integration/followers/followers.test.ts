import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../protocol/index.ts';
import { seeded } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { ensureCursors, readCursors } from '../../../server/engine/log/followers/cursor.ts';
import { askAgain, readFaults } from '../../../server/engine/log/followers/faults.ts';
import type { Follower } from '../../../server/engine/log/followers/follower.ts';
import { Strand } from '../../../server/engine/log/followers/strand.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { inTransaction } from '../../../server/engine/store/transaction.ts';
import { counting, miscounted, prepareDeeds, run } from '../../support/followers/deeds.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';

const randomSeed = 20_261_128;
const { log, lines } = collectLog();
let seed: Seed;
let database: Database;
const started: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});
beforeEach(async () => {
  await prepareDeeds(seed);
  await seed.rows('truncate deed, counted restart identity; delete from follower');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
});

const start = (...followers: Follower[]) => {
  const running = run(database, log, followers);
  started.push(running);
  return running;
};
const insert = (count: number) => seed.rows('insert into deed select from generate_series(1, $1::int)', [count]);
const countedBy = async (name: string) =>
  (await seed.rows<{ deed: string }>('select deed from counted where follower = $1 order by place', [name])).map(
    (row) => row.deed,
  );
const untilCounted = (name: string, count: number) =>
  until(`${count} deeds to be counted by ${name}`, async () => (await countedBy(name)).length >= count, 20_000);

describe('a follower', () => {
  it('is given everything there is, in windows, however much of it one transaction wrote', async () => {
    await insert(2 * limits.followerEntries + 7);
    const sizes: number[] = [];
    start(counting('counts', { look: (ids) => sizes.push(ids.length) }));
    await untilCounted('counts', 2 * limits.followerEntries + 7);
    expect(sizes).toEqual([limits.followerEntries, limits.followerEntries, 7]);
    expect(await countedBy('counts')).toEqual((await seed.rows('select id from deed order by id')).map(({ id }) => id));
  });

  it('that begins with what comes is not given what was there before', async () => {
    await insert(3);
    await until('what was there to be behind the horizon', async () => {
      const rows = await seed.rows('select from deed where xid >= pg_snapshot_xmin(pg_current_snapshot())');
      return rows.length === 0;
    });
    start(counting('comes', { begins: 'with what comes' }));
    await until('its cursor', async () => (await seed.rows('select from follower')).length === 1);
    await insert(1);
    await untilCounted('comes', 1);
    expect(await countedBy('comes')).toEqual(['4']);
  });

  it('counts every row once when two workers follow and writers commit in another order than they wrote', async () => {
    const random = seeded(randomSeed);
    start(counting('twice'));
    const second = openDatabase(seed.databaseUrl, log);
    const other = run(second, log, [counting('twice')]);
    started.push({ stop: () => other.stop().then(() => second.close()) });
    const write = async () => {
      for (let round = 0; round < 15; round++) {
        await inTransaction(database, async (transaction) => {
          await transaction.run('insert into deed default values');
          await delay(random.below(25));
          if (random.chance(0.2)) throw new Error('taken back');
        }).catch(() => {});
        other.wake();
      }
    };
    await Promise.all([write(), write(), write(), write()]);
    await until('every deed to be counted', async () => Object.keys(await miscounted(seed.pool, 'twice')).length === 0);
    expect(await miscounted(seed.pool, 'twice')).toEqual({});
    expect((await countedBy('twice')).length).toBeGreaterThan(20);
  });

  it('does nothing with what it read where another worker has been since', async () => {
    await insert(3);
    const one = counting('stale');
    await ensureCursors(database, [one]);
    const [cursor] = await readCursors(database, ['stale']);
    if (!cursor) throw new Error('there is no cursor');
    const entries = await one.reads.read(database, cursor.place, { horizon: 1n << 62n, limit: 10 });
    expect(await new Strand(one, database, log).advance(cursor.place, entries)).toBe(true);
    expect(await new Strand(one, database, log).advance(cursor.place, entries)).toBe(false);
    expect(await countedBy('stale')).toEqual(['1', '2', '3']);
  });

  it('goes on without an entry that fails, shows it, and counts it when it is tried again', async () => {
    await insert(40);
    let isBroken = true;
    const look = (ids: string[]) => {
      if (isBroken && ids.includes('17')) throw new Error('cannot read 17');
    };
    const running = start(counting('careful', { look }));
    await untilCounted('careful', 39);
    expect(await miscounted(seed.pool, 'careful')).toEqual({ 17: 0 });
    expect(await readFaults(database, 10)).toMatchObject([
      { follower: 'careful', entry: '17', error: 'cannot read 17', attempts: 1, wanted: false },
    ]);
    expect(lines().filter(({ msg }) => msg === 'a follower goes on without an entry that fails')).toHaveLength(1);
    const gauge = () => running.metrics.registry.getSingleMetricAsString('switchboard_follower_faults');
    await until('the number of them', async () => (await gauge()).includes('{follower="careful"} 1'));

    expect(await askAgain(database, 'careful', '17')).toBe(1);
    running.wake();
    await until('a second attempt', async () => (await readFaults(database, 10))[0]?.attempts === 2);
    isBroken = false;
    await askAgain(database, 'careful', null);
    running.wake();
    await until('it to be handled', async () => (await readFaults(database, 10)).length === 0);
    expect(await miscounted(seed.pool, 'careful')).toEqual({});
  });

  it('that fails at everything stands still instead of setting everything aside', async () => {
    await seed.rows(`insert into follower (name, xid, from_everything) values ('broken', '0', true)`);
    await seed.rows(
      `insert into follower_fault (follower, entry, error) select 'broken', 'old ' || n, '' from generate_series(1, $1::int) n`,
      [limits.followerFaults],
    );
    await insert(3);
    const look = () => {
      throw new Error('nothing works');
    };
    start(counting('broken', { look }), counting('well'));
    await untilCounted('well', 3);
    await until('it to be said', () => lines().some(({ msg }) => msg.includes('stands still')));
    expect(await seed.rows('select xid::text from follower where name = $1', ['broken'])).toEqual([{ xid: '0' }]);
    expect(await seed.rows('select from follower_fault')).toHaveLength(limits.followerFaults);
  });

  it('shares what is read with those that are at the same place', async () => {
    await insert(5);
    let reads = 0;
    const counted = {
      ...database,
      query: (async (name, text, values) => {
        const rows = await database.query(name, text, values);
        if (name === 'follow_deeds' && rows.length > 0) reads += 1;
        return rows;
      }) as Database['query'],
    };
    started.push(run(counted, log, [counting('one'), counting('two'), counting('three')]));
    for (const name of ['one', 'two', 'three']) await untilCounted(name, 5);
    expect(reads).toBe(1);
  });

  it('begins anew after a restore into another cluster as it says of itself', async () => {
    await insert(6_500);
    const both = () => [counting('rebuilds'), counting('goes on', { begins: 'with what comes' })];
    const running = start(...both());
    await untilCounted('rebuilds', 6_500);
    await running.stop();
    // As if all of it had come from a cluster that had seen far more.
    await seed.rows(`update follower set xid = '99999999999'`);
    await seed.rows(`update deed set xid = (99000000000 + id)::text::xid8`);
    await seed.rows(`update installation set fingerprint = 'another/' || substr(database_fingerprint(), 20)`);
    await seed.rows('truncate counted');
    expect(await seed.rows('select recognise_database() as found')).toEqual([{ found: 'cluster' }]);
    expect(await seed.rows('select recognise_database() as found')).toEqual([{ found: 'same' }]);
    // A worker that is at work just then must find nothing to read before the rows have their numbers.
    const waits = `select name, xid = '18446744073709551615'::xid8 as waits from follower order by name`;
    expect(await seed.rows(waits)).toEqual([
      { name: 'goes on', waits: false },
      { name: 'rebuilds', waits: true },
    ]);
    await insert(1);
    start(...both());
    await untilCounted('goes on', 1);
    await untilCounted('rebuilds', 6_501);
    await insert(1);
    await untilCounted('goes on', 2);
    await untilCounted('rebuilds', 6_502);
    expect(await miscounted(seed.pool, 'rebuilds')).toEqual({});
    expect(await countedBy('goes on')).toEqual(['6501', '6502']);
    expect(await seed.rows('select renumbering from installation')).toEqual([{ renumbering: false }]);
  });
});
