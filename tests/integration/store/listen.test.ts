import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { makeBoss } from '../../../server/engine/jobs/boss.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { inTransaction } from '../../../server/engine/store/transaction.ts';
import { freshDatabase } from '../../support/shared.ts';

const uses: Record<string, (database: Database) => Promise<unknown>> = {
  'a queue of jobs': async (database) => (await makeBoss(database)).getQueue('a-test'),
  'a transaction': (database) => inTransaction(database, (transaction) => transaction.run('select 1')),
  'a statement': (database) => database.query('one', 'select 1', []),
};

describe('a connection that PostgreSQL ends right behind an answer', () => {
  it.each(Object.entries(uses))('ends nothing but itself, where it was used for %s', async (_, use) => {
    const url = await freshDatabase();
    await migrate(url, () => {});
    const database = openDatabase(url, createLogger('silent', 'test'));
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    onTestFinished(async () => {
      await database.close();
      await other.end();
    });
    const defects: unknown[] = [];
    const note = (error: unknown) => void defects.push(error);
    process.on('uncaughtExceptionMonitor', note);
    onTestFinished(() => void process.off('uncaughtExceptionMonitor', note));

    // What comes is kept back, so that the answer and the end arrive together.
    const [own] = await database.query<{ pid: number }>('pid', 'select pg_backend_pid() as pid', []);
    const pid = own?.pid;
    const acquired = new Promise<Socket>((resolve) => {
      database.pool.once('acquire', (client) => {
        const { stream } = Reflect.get(client, 'connection') as { stream: Socket };
        stream.pause();
        resolve(stream);
      });
    });
    const used = use(database).catch(() => {});
    const stream = await acquired;
    const idle = `select from pg_stat_activity where pid = $1 and query_start > now() - interval '1 minute' and state like 'idle%'
      and query not like '%pg_backend_pid%'`;
    await until('the answer to be on its way', async () => (await other.query(idle, [pid])).rowCount === 1);
    await other.query('select pg_terminate_backend($1)', [pid]);
    const gone = 'select from pg_stat_activity where pid = $1';
    await until('the connection to be ended', async () => (await other.query(gone, [pid])).rowCount === 0);
    stream.resume();
    await used;
    await setImmediate();
    expect(defects).toEqual([]);
    expect(await database.query('one', 'select 1 as one', [])).toHaveLength(1);
  });
});
