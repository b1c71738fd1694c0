import type pg from 'pg';
import { type Follower, follower } from '../../../server/engine/log/followers/follower.ts';
import { Followers } from '../../../server/engine/log/followers/followers.ts';
import { type Source, source } from '../../../server/engine/log/followers/source.ts';
import type { Logger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import type { Database } from '../../../server/engine/store/database.ts';
import type { Transaction } from '../../../server/engine/store/transaction.ts';
import type { Seed } from '../seed.ts';

/** Rows that are only ever inserted, as a deed or a step is: each must count once. */
export const prepareDeeds = async (seed: Pick<Seed, 'rows'>): Promise<void> => {
  await seed.rows(`
    create table if not exists deed (
      id bigint generated always as identity primary key, xid xid8 not null default pg_current_xact_id(),
      at timestamptz not null default clock_timestamp())`);
  await seed.rows('create index if not exists deed_xid_idx on deed (xid, id)');
  await seed.rows(
    'create table if not exists counted (follower text, deed bigint, place bigint generated always as identity)',
  );
};

export type Deed = { id: string };

export const deeds: Source<Deed> = source({
  name: 'deeds',
  table: 'deed',
  key: { id: 'bigint' },
  id: 'id',
  at: 'at',
  columns: 'id',
  toEntry: ({ id }) => ({ id }),
});

/** Counts every deed, without looking whether it was counted before. */
export const counting = (
  name: string,
  options: { begins?: Follower['begins']; look?: (ids: string[], transaction: Transaction) => unknown } = {},
): Follower =>
  follower(name, { reads: deeds, begins: options.begins ?? 'with everything' }, async (transaction, entries) => {
    const ids = entries.map(({ id }) => id);
    await transaction.query('count_deeds', 'insert into counted (follower, deed) select $1, unnest($2::bigint[])', [
      name,
      ids,
    ]);
    await options.look?.(ids, transaction);
  });

export const run = (database: Database, log: Logger, followers: Follower[]) => {
  const metrics = createMetrics();
  const running = new Followers({ database, metrics, log, followers });
  running.start();
  return Object.assign(running, { metrics });
};

/** @returns what a follower has counted that it should not have, and what it has not: deed → how often */
export const miscounted = async (pool: pg.Pool, name: string): Promise<Record<string, number>> => {
  const { rows } = await pool.query<{ id: string; times: number }>(
    `select coalesce(d.id, c.deed)::text as id, coalesce(c.times, 0)::int as times
     from deed d full join (select deed, count(*) as times from counted where follower = $1 group by deed) c on c.deed = d.id
     where d.id is null or c.times is distinct from 1`,
    [name],
  );
  return Object.fromEntries(rows.map(({ id, times }) => [id, times]));
};
