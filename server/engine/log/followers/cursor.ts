import type { Database } from '../../store/database.ts';
import type { Transaction } from '../../store/transaction.ts';
import type { Follower } from './follower.ts';
import type { Place } from './source.ts';

/** How far a follower is, and since when. */
export type Cursor = { name: string; place: Place; movedAt: Date };

/**
 * Milliseconds for a window's transaction: far more than it takes, and short enough that what fails is halved soon. A process
 * that stops in the middle of one is ended by `idle_in_transaction_session_timeout`.
 */
const longestWindow = 3_000;

const ensure = `
  insert into follower (name, xid, from_everything)
  select name, case when everything then '0'::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end, everything
  from unnest($1::text[], $2::boolean[]) t (name, everything)
  on conflict (name) do nothing`;
const readAll = 'select name, xid::text, after, moved_at from follower where name = any ($1::text[])';
const hold = `
  select set_config('transaction_timeout', '${longestWindow}', true)
  from follower where name = $1 and xid = $2::text::xid8 and after is not distinct from $3::text::jsonb
  for update skip locked`;
const move = 'update follower set xid = $2::text::xid8, after = $3::text::jsonb, moved_at = now() where name = $1';

type CursorRow = { name: string; xid: string; after: string[] | null; moved_at: Date };

/** Makes the cursors of followers that are new. */
export const ensureCursors = async (database: Database, followers: readonly Follower[]): Promise<void> => {
  await database.query('followers_ensure', ensure, [
    followers.map(({ name }) => name),
    followers.map(({ begins }) => begins === 'with everything'),
  ]);
};

/** @returns how far these followers are */
export const readCursors = async (database: Database, names: readonly string[]): Promise<Cursor[]> => {
  const rows = await database.query<CursorRow>('followers_cursors', readAll, [names]);
  return rows.map(({ name, xid, after, moved_at: movedAt }) => ({ name, place: { xid, after }, movedAt }));
};

const values = (name: string, { xid, after }: Place) => [name, xid, after && JSON.stringify(after)];

/** Makes this transaction the only one that may move a cursor. @returns whether it still is at the place, and nobody else's */
export const holdCursor = async (transaction: Transaction, name: string, place: Place): Promise<boolean> => {
  const rows = await transaction.query('follower_hold', hold, values(name, place));
  return rows.length > 0;
};

/** Moves a cursor that this transaction holds. */
export const moveCursor = async (transaction: Transaction, name: string, place: Place): Promise<void> => {
  await transaction.query('follower_move', move, values(name, place));
};
