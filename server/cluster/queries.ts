import { ClusterInstance, limits } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import type { Self } from './self.ts';
import type { Vitals } from './vitals.ts';

/** Seconds without a beat after which an instance is gone. With the way to a page: less than 15. */
const silence = 12;

// One statement by itself: it holds back nobody's horizon, and writes no signal that a tail would act on. The clock is the
// database's, so that no instance is gone because its own is wrong.
const beatText = `
  with gone as (
    delete from instance where id in (
      select id from instance where beaten_at < now() - interval '1 minute' and id <> $1::uuid
      order by id limit 100 for update skip locked))
  insert into instance (id, name, started_at, state) values ($1::uuid, $2, now() - make_interval(secs => $3), $4::jsonb)
  on conflict (id) do update set state = excluded.state, beaten_at = now()`;
const leaveText = 'delete from instance where id = $1';
const listText = `
  select id, name, started_at, beaten_at, state from instance
  where beaten_at > now() - interval '${silence} seconds' order by id limit ${limits.clusterInstances}`;
const weighText = `
  select pg_database_size(current_database())::text as bytes,
         (select count(*)::int from pg_stat_activity where datname = current_database()) as connections`;

type Row = { id: string; name: string; started_at: Date; beaten_at: Date; state: unknown };

/** Says that this instance is there, and how it is doing. */
export const beat = async (database: Database, { id, name, ...self }: Self, vitals: Vitals): Promise<void> => {
  await database.query('instance_beat', beatText, [id, name, process.uptime(), JSON.stringify({ ...self, ...vitals })]);
};

/** Says that it is not there any more. */
export const leave = async (database: Database, { id }: Pick<Self, 'id'>): Promise<void> => {
  await database.query('instance_leave', leaveText, [id]);
};

/**
 * @returns the instances that are there. What another version says of itself in a form that is not known here is left out:
 * better one too few than no page
 */
export const readInstances = async (database: Database): Promise<ClusterInstance[]> => {
  const rows = await database.query<Row>('instances', listText, []);
  return rows.flatMap(({ id, name, started_at: startedAt, beaten_at: beatenAt, state }) => {
    const told = { ...Object(state), id, name, startedAt: startedAt.toISOString(), beatenAt: beatenAt.toISOString() };
    const parsed = ClusterInstance.safeParse(told);
    return parsed.success ? [parsed.data] : [];
  });
};

/** @returns how large the database is, and how many connections it has */
export const weighDatabase = async (database: Database): Promise<{ bytes: number; connections: number }> => {
  const [row] = await database.query<{ bytes: string; connections: number }>('database_weigh', weighText, []);
  return { bytes: Number(row?.bytes ?? 0), connections: row?.connections ?? 0 };
};
