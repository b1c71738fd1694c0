import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { startEmbeddedPostgres } from '../../../server/embedded/embedded-postgres.ts';
import { processesMentioning } from '../../support/process-list.ts';

const silent = { debug: () => {}, warn: () => {}, error: () => {} };
let dataDirectory: string;
let databases: { stop(): Promise<void> }[];

beforeEach(async () => {
  databases = [];
  // Closed to other users on purpose: a checkout in a private folder must work for root, too.
  dataDirectory = await mkdtemp(join(tmpdir(), 'switchboard-embedded-'));
});
afterEach(async () => {
  await Promise.all(databases.map((database) => database.stop()));
  await rm(dataDirectory, { recursive: true, force: true });
});

const start = async () => {
  const steps: string[] = [];
  const database = await startEmbeddedPostgres({ dataDirectory, log: silent, onProgress: (step) => steps.push(step) });
  databases.push(database);
  return { ...database, steps };
};

test('keeps the data from one start to the next, and leaves no process behind', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  expect(await query(first.url, "SELECT current_setting('fsync') f, current_setting('synchronous_commit') s")).toEqual([
    { f: 'on', s: 'on' },
  ]);
  await first.stop();
  expect(await processesMentioning(dataDirectory)).toEqual([]);

  const second = await start();
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  expect(second.steps).toEqual(['Starting PostgreSQL']);
});

test('refuses a wrong password', async () => {
  const { url } = await start();
  const wrong = Object.assign(new URL(url), { password: 'wrong' }).href;
  await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password/);
});

test('refuses a second Switchboard on the same DATA_DIR with one line, and does not disturb the first', async () => {
  const { url } = await start();
  const error = await start().catch((reason: Error) => reason);
  expect(String(error)).toMatch(/^Error: DATA_DIR .* is in use by another Switchboard.*$/);
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('starts again by itself on the same address when PostgreSQL is killed', async () => {
  const { url } = await start();
  const [line] = await processesMentioning(`-D ${join(dataDirectory, 'postgres')} `);
  process.kill(Number.parseInt(line ?? '', 10), 'SIGKILL');
  await until('PostgreSQL to answer again', async () => {
    await query(url, 'SELECT 1');
    return true;
  });
});

test('redoes an initialisation that was interrupted', async () => {
  const first = await start();
  await first.stop();
  await rm(join(dataDirectory, 'postgres', 'PG_VERSION'));
  await rm(join(dataDirectory, 'postgres'), { recursive: true });
  await writeFile(join(dataDirectory, 'postgres.new'), 'half done');
  const second = await start();
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect((await readdir(dataDirectory)).sort()).toEqual(['owner.sock', 'postgres', 'postgres.password']);
});

test('says in one line that DATA_DIR cannot be written', async () => {
  const file = join(dataDirectory, 'file');
  await writeFile(file, '');
  const started = startEmbeddedPostgres({ dataDirectory: join(file, 'below'), log: silent });
  await expect(started).rejects.toThrow(/^DATA_DIR .* cannot be written: ENOTDIR$/);
});

test.each([false, true])(
  'after a kill -9 of Switchboard nothing stays, and the next start has the data (next start at once: %s)',
  async (atOnce) => {
    const killedAt = await runAndKill();
    if (!atOnce) {
      await until('PostgreSQL to end', async () => (await processesMentioning(dataDirectory)).length === 0);
    }
    const next = await start();
    // The port may be the same by chance; the server may not.
    const startedLater = `SELECT pg_postmaster_start_time() > to_timestamp(${killedAt / 1_000}) AS yes`;
    expect(await query(next.url, startedLater)).toEqual([{ yes: true }]);
    expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  },
);

test('an orphan that nothing watched is stopped by the next start', async () => {
  await runAndKill({ beforeKill: killWatchers });
  const next = await start();
  expect(next.steps).toContain('Stopping the PostgreSQL that an earlier run left behind');
  expect(await query(next.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
});

/** @returns when Switchboard was killed */
const runAndKill = async ({ beforeKill = async (_: number) => {} } = {}): Promise<number> => {
  const module = join(import.meta.dirname, '../../../server/embedded/embedded-postgres.ts');
  const log = '{ debug() {}, warn() {}, error() {} }';
  const program = `
    import { startEmbeddedPostgres } from '${module}';
    const { url } = await startEmbeddedPostgres({ dataDirectory: '${dataDirectory}', log: ${log} });
    console.log(url);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await beforeKill(child.pid ?? 0);
  const killedAt = Date.now();
  child.kill('SIGKILL');
  await once(child, 'exit');
  return killedAt;
};

const killWatchers = async (parent: number): Promise<void> => {
  const postmaster = Number.parseInt(
    (await processesMentioning(`-D ${join(dataDirectory, 'postgres')} `))[0] ?? '',
    10,
  );
  const watchers = await processesMentioning(`switchboard-postgres-watcher ${postmaster}`);
  expect(watchers, `watchers of ${parent}`).toHaveLength(1);
  for (const line of watchers) process.kill(Number.parseInt(line, 10), 'SIGKILL');
};

const query = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
};
