import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { prepareCluster } from './embedded-postgres/cluster.ts';
import { claimDirectory } from './embedded-postgres/owner.ts';
import { type PostgresLog, stopLeftover, supervisePostmaster } from './embedded-postgres/postmaster.ts';
import { chooseRunner } from './embedded-postgres/runner.ts';

const databaseName = 'switchboard';

export type EmbeddedPostgresOptions = {
  /** DATA_DIR; the cluster lives in `postgres/` below it. Made when missing. */
  dataDirectory: string;
  log: PostgresLog;
  /** Called with one sentence for a person before each step that takes time. */
  onProgress?: (step: string) => void;
  /** Called when one of PostgreSQL's programs is at work: until it is done, this process may do what blocks it. */
  onWaiting?: () => void;
};

export type EmbeddedPostgres = {
  /** Connection string of the `switchboard` database; stays the same for the life of this object. */
  url: string;
  /** Ends PostgreSQL cleanly. Call it after the last query; calling it again does nothing. */
  stop(): Promise<void>;
};

/**
 * Starts the PostgreSQL that comes with the `embedded-postgres` package, with its data under DATA_DIR.
 * Only the package's programs are used: its own class ends the database as soon as a signal arrives, which is
 * before this process has finished what it acknowledged.
 *
 * What a killed run left behind is cleaned up: an orphaned PostgreSQL is stopped, an unfinished `initdb` is redone,
 * and a PostgreSQL that dies by itself is started again on the same port.
 *
 * @throws Error with one line for a person: DATA_DIR cannot be written, another Switchboard owns it, PostgreSQL will not start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, onProgress = () => {}, onWaiting = () => {} } = options;
  const dataDirectory = await makeDataDirectory(options.dataDirectory);
  const owner = await claimDirectory(dataDirectory);
  try {
    const directory = join(dataDirectory, 'postgres');
    const runner = await chooseRunner(directory);
    await stopLeftover(directory, onProgress);
    const { password } = await prepareCluster({ dataDirectory, directory, runner, onProgress, onWaiting });
    onProgress('Starting PostgreSQL');
    const postmaster = await supervisePostmaster({ directory, runner, log, onWaiting });
    const url = (database: string) => `postgresql://switchboard:${password}@127.0.0.1:${postmaster.port}/${database}`;
    try {
      await createDatabase(url('postgres'));
    } catch (error) {
      await postmaster.stop();
      throw error;
    }
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= postmaster.stop().finally(owner.release));
    return { url: url(databaseName), stop };
  } catch (error) {
    await owner.release();
    throw error;
  }
}

async function makeDataDirectory(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true });
    return await realpath(path);
  } catch (error) {
    throw new Error(`DATA_DIR ${path} cannot be written: ${(error as NodeJS.ErrnoException).code}`, { cause: error });
  }
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}
