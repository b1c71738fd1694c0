import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { seeded } from '../../../scripts/installation/random.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { isPassing, openDatabase } from '../../../server/engine/store/database.ts';
import { endSilentConnections } from '../../../server/engine/store/silent-connections.ts';
import { Link } from '../../chaos/link/link.ts';
import { freshDatabase } from '../../support/shared.ts';

const silent = createLogger('silent', 'test');

const databaseOverLink = async () => {
  const url = new URL(await freshDatabase());
  const link = await Link.open({ target: Number(url.port), random: seeded(1) });
  onTestFinished(() => link.stop());
  url.port = String(link.port);
  const database = openDatabase(url.href, silent);
  onTestFinished(() => database.close());
  return { database, link };
};

describe('a link to the database that has gone silent', () => {
  it('fails the statement on it as one that may be tried again, and the next one gets a new connection', async () => {
    const { database, link } = await databaseOverLink();
    await database.query('one', 'select 1 as one', []);

    expect(link.freeze(true)).toBe(1);
    const failed = await database.query('one', 'select 1 as one', []).catch((error: unknown) => error);
    expect(isPassing(failed), `an error that may pass, not ${String(failed)}`).toBe(true);
    expect(await database.query('one', 'select 1 as one', [])).toEqual([{ one: 1 }]);
  });

  it('is given up with the idle ones that it may have silenced, so that nobody waits for the next of them', async () => {
    const { database, link } = await databaseOverLink();
    const one = () => database.query('one', 'select 1 as one from pg_sleep(0.05)', []);
    await Promise.all(Array.from({ length: 5 }, one));

    expect(link.freeze(true), 'connections that have gone silent').toBe(5);
    await expect(one()).rejects.toThrow('Connection terminated');
    await Promise.all(Array.from({ length: 5 }, one));
  });

  it('is not what a connection is taken for that is idle, or that many statements use one after the other', async () => {
    const pool = new pg.Pool({ connectionString: await freshDatabase(), max: 2 });
    onTestFinished(() => pool.end());
    const silence = endSilentConnections(pool, 300, silent);
    onTestFinished(() => silence.stop());
    const asked = 'select pg_backend_pid() as backend from pg_sleep(0.2)';
    const backends = async (statements: Promise<pg.QueryResult<{ backend: number }>>[]) =>
      new Set((await Promise.all(statements)).map(({ rows }) => rows[0]?.backend));

    const before = await backends([pool.query(asked), pool.query(asked)]);
    // The pool takes what was given back last, so the other one is idle all the while.
    for (let n = 0; n < 10; n += 1) await pool.query(asked);
    expect(await backends([pool.query(asked), pool.query(asked)])).toEqual(before);
  });

  it('ends a transaction that holds its connection for too long', async () => {
    const pool = new pg.Pool({ connectionString: await freshDatabase(), max: 1 });
    onTestFinished(() => pool.end());
    const silence = endSilentConnections(pool, 300, silent);
    onTestFinished(() => silence.stop());
    const client = await pool.connect();
    const failed = await client.query('select pg_sleep(30)').catch((error: unknown) => error);
    client.release(failed instanceof Error ? failed : undefined);
    expect(isPassing(failed), `an error that may pass, not ${String(failed)}`).toBe(true);
  });
});
