import type { Database } from '../../store/database.ts';

/** Of each table in one transaction: so many take some tens of milliseconds. */
const rowsAtOnce = 2_000;

const renumber = 'select renumber_rows($1) as rows';

/**
 * Gives some of the rows that came from another cluster a number that is below all of this one's. When there are none left,
 * followers that begin with everything begin.
 * @returns whether there may be more
 * @throws the database's error
 */
export const renumberSome = async (database: Pick<Database, 'query'>): Promise<boolean> => {
  const [row] = await database.query<{ rows: number }>('renumber_rows', renumber, [rowsAtOnce]);
  return (row?.rows ?? 0) > 0;
};
