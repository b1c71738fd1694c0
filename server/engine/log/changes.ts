import type { Database } from '../store/database.ts';
import type { Batch } from './batch.ts';
import type { LogKinds } from './kinds.ts';

/**
 * The current state of everything that changed in some logs, of whatever kinds.
 * @param after log → version from which on changes are wanted (exclusive)
 * @returns of each log a part that begins there; where it was cut, the batch ends earlier than the log
 * @throws the database's error
 */
export const readChanges = async (
  kinds: LogKinds,
  database: Database,
  after: ReadonlyMap<string, number>,
): Promise<Batch[]> => {
  const byKind = Map.groupBy(after, ([log]) => kinds.of(log));
  const batches = await Promise.all(
    [...byKind].map(([kind, logs]) =>
      kind.read(database, new Map(logs.map(([log, version]) => [log.slice(kind.prefix.length), version]))),
    ),
  );
  return batches.flat();
};
