import type { Database } from '../store/database.ts';
import { createLookUp } from '../store/look-up.ts';
import { readPresent } from './epoch/present.ts';
import type { LogKinds } from './kinds.ts';

const read = 'select l.id, l.last_version from log l where l.id = any ($1::uuid[])';

const mostReaders = 1_000;

/**
 * How far some logs are, of whatever kinds.
 * @returns log → the highest version in it; 0 for one that was never written to
 * @throws the database's error
 */
export const readHeads = async (
  kinds: LogKinds,
  database: Database,
  logs: readonly string[],
): Promise<Map<string, number>> => {
  const ids = logs.map((log) => kinds.idOf(log));
  const rows = await database.query<{ id: string; last_version: string }>('log_heads', read, [ids]);
  const versions = new Map(rows.map((row) => [row.id, Number(row.last_version)]));
  return new Map(logs.map((log, index) => [log, versions.get(ids[index] ?? '') ?? 0]));
};

/** @returns reads how far one log is, like {@link readHeads}. Whoever asks at once shares a query. */
export const createHeadReader = (kinds: LogKinds, database: Database): ((log: string) => Promise<number>) =>
  createLookUp(async (logs: readonly string[]) => {
    const heads = await readHeads(kinds, database, logs);
    return logs.map((log) => heads.get(log) ?? 0);
  }, mostReaders);

/**
 * @returns reads the epoch, a UUID that all versions belong to: they can be compared only with others of the same one. A
 * database that was put back to an earlier state gets another. Whoever asks at once shares a query.
 */
export const createEpochReader = (database: Database): (() => Promise<string>) => {
  const read = createLookUp<'now', string>(async (keys) => {
    const { epoch } = await readPresent(database);
    return keys.map(() => epoch);
  }, mostReaders);
  return () => read('now');
};
