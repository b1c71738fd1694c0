import type pg from 'pg';
import type { Logger } from '../../ops/log.ts';
import { sqlState } from '../../store/database.ts';

/** What came of looking at the database on a new connection: see prisma/functions/recognise_database.sql. */
type Found = 'same' | 'first' | 'other' | 'cluster';

/** Milliseconds. Nothing else watches a connection that is not in the pool yet. */
const patience = 4_500;

const said = {
  other: 'the database is a copy of the one it was: everybody starts over',
  cluster: 'the database is in another cluster than it was: everybody starts over, and so do followers',
} as const;

const undefinedFunction = '42883';

const look = async (client: pg.ClientBase): Promise<Found | undefined> => {
  const query = { text: 'select recognise_database() as found', query_timeout: patience } as pg.QueryConfig;
  return (await client.query<{ found: Found }>(query)).rows[0]?.found;
};

/**
 * Makes sure, before anything else is asked on a new connection, that this is the database to which all cursors belong. If it
 * is another one, its epoch is replaced: once, by one of the instances.
 * @throws the database's error; the connection is of no use then
 */
export const recogniseDatabase = async (client: pg.ClientBase, log: Logger): Promise<void> => {
  try {
    const found = await look(client);
    if (found === 'other' || found === 'cluster') log.warn({ found }, said[found]);
  } catch (error) {
    if (sqlState(error) !== undefinedFunction) throw error;
    // A copy that a version before has made. It passes: SQLSTATE 57P03, "cannot connect now".
    const message = 'the database is of a version before: run "npm run restored", or start one instance anew';
    throw Object.assign(new Error(message, { cause: error }), { code: '57P03' });
  }
};
