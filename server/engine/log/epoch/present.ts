import type { Database } from '../../store/database.ts';

/** What the database says of itself at a moment. */
export type Present = {
  /** The oldest transaction that may still be under way: nothing below it can change any more. */
  horizon: bigint;
  /** Later transactions are done already: what they changed waits for the one at the horizon. */
  isHeld: boolean;
  /** A UUID that all versions belong to: they can be compared only with others of the same one. */
  epoch: string;
  /** Rows that came from another cluster are being given new numbers: see prisma/functions/renumber_rows.sql. */
  renumbering: boolean;
};

const read = `
  select pg_snapshot_xmin(s)::text as horizon, pg_snapshot_xmin(s) < pg_snapshot_xmax(s) as "isHeld", i.epoch, i.renumbering
  from installation i, pg_current_snapshot() s`;

/** @throws the database's error */
export const readPresent = async (database: Pick<Database, 'query'>): Promise<Present> => {
  type Row = { horizon: string; isHeld: boolean; epoch: string; renumbering: boolean };
  const [row] = await database.query<Row>('present', read, []);
  if (row === undefined) throw new Error('the database has no row in the table "installation"');
  return { ...row, horizon: BigInt(row.horizon) };
};
