import type { Database } from '../../store/database.ts';
import type { LogKinds } from '../kinds.ts';

const doubt = 'select doubt_epoch($1, $2) as renewed';

/** Compared by one statement. */
const mostLogs = 1_000;

// A log that is gone proves nothing: conversations are removed.
const behind = `
  select w.number::int from unnest($1::uuid[], $2::bigint[]) with ordinality w (id, version, number)
  cross join lateral (select l.last_version from log l where l.id = w.id limit 1) l
  where l.last_version < w.version`;

/**
 * Replaces the epoch because somebody knows more than the database, unless it is not the one any more in which they knew it.
 * @param by the person whose client it is: clients may lie, and are metered; null for this instance itself
 * @returns whether it was replaced now
 * @throws the database's error
 */
export const doubtEpoch = async (
  database: Pick<Database, 'query'>,
  epoch: string,
  by: string | null,
): Promise<boolean> => {
  const [row] = await database.query<{ renewed: boolean }>('epoch_doubt', doubt, [epoch, by]);
  return row?.renewed === true;
};

type Version = readonly [log: string, version: number];

/**
 * @param versions what was once committed
 * @returns the places of those that their log has not come to: the database is an earlier state of itself
 * @throws the database's error
 */
export const readBehind = async (
  kinds: LogKinds,
  database: Pick<Database, 'query'>,
  versions: readonly Version[],
): Promise<Set<number>> => {
  const values = [versions.map(([log]) => kinds.idOf(log)), versions.map(([, version]) => version)];
  const rows = await database.query<{ number: number }>('logs_behind', behind, values);
  return new Set(rows.map(({ number }) => number - 1));
};

/**
 * @returns whether a log has not come as far as it was once
 * @throws the database's error
 */
export const isBehind = async (
  kinds: LogKinds,
  database: Pick<Database, 'query'>,
  versions: readonly Version[],
): Promise<boolean> => {
  for (let from = 0; from < versions.length; from += mostLogs)
    if ((await readBehind(kinds, database, versions.slice(from, from + mostLogs))).size > 0) return true;
  return false;
};
