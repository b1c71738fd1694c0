import { beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { prepareDeeds } from '../../support/followers/deeds.ts';
import { finish, killWorkers, startFollowing, untilEqual } from '../../support/followers/kills.ts';
import { prepareServices, seed } from '../log/services.ts';
import { createWriter } from './writer.ts';

const randomSeed = 20_261_128;

prepareServices();
beforeAll(() => prepareDeeds(seed));

describe('what follows a commit', () => {
  it('is what the log says, and each row counts once, after workers were killed at 20 random points', async () => {
    const { databaseUrl, pool } = seed;
    const write = createWriter(seeded(randomSeed));
    await killWorkers({ databaseUrl, random: seeded(randomSeed + 1), rounds: 20, write });
    expect(await finish(databaseUrl, pool)).toEqual([]);
    const [row] = await seed.rows<{ count: number }>('select count(*)::int as count from counted');
    expect(row?.count).toBeGreaterThan(20);
  }, 180_000);

  it('goes on with another worker when one is frozen in the middle, which does nothing stale when it goes on itself', async () => {
    // The one that is frozen holds the cursor: it waits in the middle of its transaction for this row.
    const frozen = await startFollowing(seed.databaseUrl, 'frozen');
    const blocker = await seed.pool.connect();
    await blocker.query('begin; lock table counted in exclusive mode');
    await seed.rows('insert into deed select from generate_series(1, 5)');
    const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%counted%'`;
    await until('it to be in the middle of a window', async () => (await seed.rows(waiting)).length > 0);
    frozen.freeze();
    await blocker.query('rollback');
    blocker.release();
    const other = await startFollowing(seed.databaseUrl, 'other');
    expect(await untilEqual(seed.pool)).toEqual([]);
    frozen.thaw();
    await seed.rows('insert into deed select from generate_series(1, 5)');
    expect(await untilEqual(seed.pool)).toEqual([]);
    await other.kill();
    await seed.rows('insert into deed select from generate_series(1, 5)');
    expect(await untilEqual(seed.pool)).toEqual([]);
    await frozen.kill();
  }, 120_000);
});
