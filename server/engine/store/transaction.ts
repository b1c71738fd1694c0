import type pg from 'pg';
import type { Database } from './database.ts';
import { listenTo } from './listen.ts';

/** Statements of one transaction. */
export type Transaction = Pick<Database, 'query'> & {
  /** For libraries that bring their own SQL: unnamed, not prepared. */
  run(text: string, values?: unknown[]): Promise<pg.QueryResult>;
};

/**
 * Runs statements in one transaction: it is committed when the work is done, and rolled back when the work fails.
 * @throws the work's error, or the database's
 */
export const inTransaction = async <Result>(
  { pool }: Pick<Database, 'pool'>,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  const ear = listenTo(client);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work({
      query: async <Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) =>
        (await client.query<Row>({ name, text, values })).rows,
      run: (text, values) => client.query(text, values),
    });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    ear.stop();
    // A connection that broke, or on which not even a rollback succeeds, is of no use to anybody.
    client.release(broken ?? ear.fault());
  }
};
