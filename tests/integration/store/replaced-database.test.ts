import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { isPassing, isWrongAddress, openDatabase } from '../../../server/engine/store/database.ts';
import { freshDatabase } from '../../support/shared.ts';

it('what is asked while a database is being replaced may succeed later: it lets nobody in, or is not there', async () => {
  const url = await freshDatabase();
  const name = new URL(url).pathname.slice(1);
  const database = openDatabase(url, createLogger('silent', 'test'));
  const operator = new pg.Client({ connectionString: inject('postgresUrl') });
  await operator.connect();
  const failure = () =>
    database.query('one', 'select 1', []).then(
      () => 'it was answered',
      (error: unknown) => error,
    );
  try {
    await operator.query(`alter database ${name} allow_connections false`);
    const closed = await failure();
    expect([isPassing(closed), isWrongAddress(closed), String(closed)]).toEqual([
      ...[true, false, `error: database "${name}" is not currently accepting connections`],
    ]);
    await operator.query(`alter database ${name} rename to ${name}_lost`);
    const missing = await failure();
    expect([isPassing(missing), isWrongAddress(missing), String(missing)]).toEqual([
      ...[true, true, `error: database "${name}" does not exist`],
    ]);
  } finally {
    await operator.end();
    await database.close();
  }
});
