import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../../../scripts/installation/ports.ts';
import type { Postgres } from '../../../scripts/installation/postgres.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { loadElsewhere } from './load-elsewhere.ts';

/** What is put back, and where: a server of the test's own, and the database that instances use. */
export type Place = { postgres: Postgres; databaseUrl: string };

/** A way in which databases are put back in life. */
export type Way = {
  name: 'template' | 'folder' | 'replica' | 'cluster';
  title: string;
  /** Makes a copy. @returns what puts it in the place of the database, where it stays until the copy is made again */
  take(place: Place): Promise<() => Promise<void>>;
};

const run = promisify(execFile);

/** As it is, with its owner. Files that go while it is copied are none of the copy's. */
const copyFolder = async (from: string, to: string): Promise<void> => {
  try {
    await run('cp', ['-a', '--', from, to]);
  } catch (error) {
    const lines = String((error as { stderr?: string }).stderr)
      .trim()
      .split('\n');
    if (!lines.every((line) => line.includes('No such file or directory'))) throw error;
  }
};

const atServer = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  // Whoever is thrown out hears of it here, too.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Lets nobody into a database while something is done with it that needs it alone. */
const alone = async (client: pg.Client, name: string, work: () => Promise<unknown>): Promise<void> => {
  await client.query(`alter database ${name} allow_connections false`);
  await until('everybody to have left the database', async () => {
    const { rows } = await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    return rows.length === 0;
  });
  await work();
};

/** What a dump that is loaded beside the database, and then takes its name, comes to. */
const template: Way = {
  name: 'template',
  title: 'a copy in the same cluster takes the place of the database',
  take: async ({ postgres, databaseUrl }) => {
    const name = new URL(databaseUrl).pathname.slice(1);
    const copy = `${name}_copy`;
    await atServer(postgres.url, (client) =>
      alone(client, name, async () => {
        await client.query(`create database ${copy} template ${name}`);
        await client.query(`alter database ${name} allow_connections true`);
      }),
    );
    return () =>
      atServer(postgres.url, (client) =>
        alone(client, name, async () => {
          await client.query(`alter database ${name} rename to ${name}_lost`);
          await client.query(`alter database ${copy} rename to ${name}`);
          await client.query(`alter database ${name} allow_connections true`);
        }),
      );
  },
};

/** Starts the server on another data folder, in its place. */
const replaceFolder = async ({ postgres }: Place, by: string): Promise<void> => {
  await postgres.process.stop();
  await rm(postgres.directory, { recursive: true });
  await copyFolder(by, postgres.directory);
  await postgres.restart();
};

const folder: Way = {
  name: 'folder',
  title: 'the data folder is copied back',
  take: async (place) => {
    const { postgres } = place;
    const copy = `${postgres.directory}.copy`;
    await postgres.process.stop();
    await rm(copy, { recursive: true, force: true });
    await copyFolder(postgres.directory, copy);
    await postgres.restart();
    return () => replaceFolder(place, copy);
  },
};

/** A copy of a server that runs, by which another one can begin. */
const baseBackup = (postgres: Postgres, to: string) =>
  atServer(postgres.url, async (client) => {
    await client.query(`select pg_backup_start('replica', true)`);
    await copyFolder(postgres.directory, to);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(true)');
    await writeFile(`${to}/backup_label`, rows[0]?.labelfile ?? '');
    await Promise.all([
      rm(`${to}/postmaster.pid`, { force: true }),
      rm(`${to}/postmaster.opts`, { force: true }),
      writeFile(`${to}/standby.signal`, ''),
      writeFile(`${to}/postgresql.auto.conf`, `primary_conninfo = '${primaryOf(postgres)}'\n`),
    ]);
    // What was written here belongs to whom the rest does.
    await run('chown', ['-R', '--reference', postgres.directory, to]);
  });

const primaryOf = ({ url }: Postgres): string => {
  const { username, password, hostname, port } = new URL(url);
  return `host=${hostname} port=${port} user=${username} password=${password}`;
};

const replica: Way = {
  name: 'replica',
  title: 'a streaming replica that lacks the last ones is promoted',
  take: async (place) => {
    const { postgres } = place;
    const copy = `${postgres.directory}.replica`;
    await rm(copy, { recursive: true, force: true });
    await baseBackup(postgres, copy);
    const port = await freePort();
    const url = Object.assign(new URL(postgres.url), { port: String(port) }).href;
    const standby = await postgres.startOn(copy, port);
    const ask = async (query: string) =>
      atServer(url, async (client) => (await client.query<{ is: boolean }>(query)).rows[0]?.is === true);
    await until('the replica to stream', () => ask('select count(*) > 0 as is from pg_stat_wal_receiver'), 30_000);
    const { rows } = await atServer(postgres.url, (client) => client.query('select pg_current_wal_lsn() as lsn'));
    await until('the replica to have all there is', () =>
      ask(`select pg_last_wal_replay_lsn() >= '${rows[0].lsn}' as is`),
    );
    // From here on it hears nothing more.
    await standby.stop();
    return async () => {
      await postgres.process.stop();
      const promoted = await postgres.startOn(copy, port);
      await ask('select pg_promote(true, 60) as is');
      await until('the replica to be promoted', () => ask('select not pg_is_in_recovery() as is'));
      await promoted.stop();
      await replaceFolder(place, copy);
    };
  },
};

const cluster: Way = {
  name: 'cluster',
  title: 'the rows are loaded into a new cluster, whose transactions have lower numbers',
  take: async (place) => {
    // The old cluster has seen far more.
    await atServer(place.databaseUrl, (client) =>
      client.query('do $$ begin for n in 1..20000 loop perform pg_current_xact_id(); commit; end loop; end $$'),
    );
    const fresh = await loadElsewhere(place.databaseUrl);
    return async () => {
      await replaceFolder(place, fresh.directory);
      await fresh.remove();
    };
  },
};

export const ways: readonly Way[] = [template, folder, replica, cluster];
