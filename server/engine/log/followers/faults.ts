import type { Database } from '../../store/database.ts';
import { inTransaction, type Transaction } from '../../store/transaction.ts';
import type { Follower } from './follower.ts';

/** An entry that a follower could not handle, and went on without. */
export type FollowerFault = {
  follower: string;
  /** The entry's id. */
  entry: string;
  error: string;
  attempts: number;
  since: Date;
  /** Whether it is about to be tried again. */
  wanted: boolean;
};

/** Characters of an error that are kept. */
const longestError = 500;

const put = `
  insert into follower_fault (follower, entry, error) values ($1, $2, $3)
  on conflict (follower, entry) do update
  set error = excluded.error, attempts = follower_fault.attempts + 1, wanted = false`;
const count = 'select count(*)::int as count from follower_fault where follower = $1';
const survey = `
  select follower, count(*)::int as "setAside", bool_or(wanted) as wanted from follower_fault
  where follower = any ($1::text[]) group by follower`;
const list = `
  select follower, entry, error, attempts, since, wanted from follower_fault order by since desc, follower, entry limit $1`;
const ask = `
  update follower_fault set wanted = true where follower = $1 and ($2::text is null or entry = $2) returning entry`;
const readWanted = 'select entry from follower_fault where follower = $1 and wanted order by entry limit 1';
const holdFollower = 'select from follower where name = $1 for update';
const holdFault = 'select from follower_fault where follower = $1 and entry = $2 and wanted for update';
const remove = 'delete from follower_fault where follower = $1 and entry = $2';

const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, longestError);

/** Keeps an entry that could not be handled, with the reason. */
export const setAside = async (
  transaction: Transaction,
  follower: string,
  entry: string,
  error: unknown,
): Promise<void> => {
  await transaction.query('follower_set_aside', put, [follower, entry, textOf(error)]);
};

/** @returns how many entries a follower has set aside */
export const countFaults = async (database: Database, follower: string): Promise<number> => {
  const [row] = await database.query<{ count: number }>('follower_faults_count', count, [follower]);
  return row?.count ?? 0;
};

/** @returns of each follower that has set something aside how much, and whether some of it is to be tried again */
export const surveyFaults = async (
  database: Database,
  followers: readonly string[],
): Promise<Map<string, { setAside: number; wanted: boolean }>> => {
  type Row = { follower: string; setAside: number; wanted: boolean };
  const rows = await database.query<Row>('follower_faults_survey', survey, [followers]);
  return new Map(rows.map(({ follower, setAside, wanted }) => [follower, { setAside, wanted }]));
};

/** @returns what was set aside last, of all followers, the newest first */
export const readFaults = (database: Database, most: number): Promise<FollowerFault[]> =>
  database.query<FollowerFault>('follower_faults', list, [most]);

/**
 * Has a worker try again what a follower has set aside: within a second, or at once when somebody rings.
 * @param entry one entry's id, or null for all of the follower
 * @returns how many entries will be tried
 */
export const askAgain = async (
  database: Pick<Database, 'query'>,
  follower: string,
  entry: string | null,
): Promise<number> => (await database.query('follower_fault_ask', ask, [follower, entry])).length;

/**
 * Tries one entry that was asked for. The follower's cursor is held meanwhile, so that the entry is not handled at the same
 * time in a newer state.
 * @returns whether there was one
 * @throws what passes: the database is away or busy
 */
export const tryAgain = async (
  database: Database,
  follower: Follower,
  isAbout: (error: unknown) => boolean,
): Promise<boolean> => {
  const [wanted] = await database.query<{ entry: string }>('follower_fault_wanted', readWanted, [follower.name]);
  if (wanted === undefined) return false;
  const { entry } = wanted;
  try {
    await inTransaction(database, async (transaction) => {
      await transaction.query('follower_wait', holdFollower, [follower.name]);
      const found = await transaction.query('follower_fault_hold', holdFault, [follower.name, entry]);
      if (found.length === 0) return;
      await follower.again(transaction, entry);
      await transaction.query('follower_fault_done', remove, [follower.name, entry]);
    });
  } catch (error) {
    if (!isAbout(error)) throw error;
    await inTransaction(database, (transaction) => setAside(transaction, follower.name, entry, error));
  }
  return true;
};
