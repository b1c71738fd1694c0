import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { prepareCluster } from '../../server/embedded/cluster.ts';
import { chooseRunner, programsUser } from '../../server/embedded/runner.ts';
import { freePort } from './ports.ts';
import { makeFolder, type Running, removeFolder, startProcess } from './processes.ts';
import { until } from './waiting.ts';

export type Postgres = {
  port: number;
  /** The superuser's connection string of the maintenance database. */
  url: string;
  /** The server process, to be broken; `restart` starts it again on the same port and data. */
  process: Running;
  /** Where its data is. */
  directory: string;
  restart(): Promise<void>;
  /** Starts another server on a copy of the data, with the same settings. */
  startOn(directory: string, port: number): Promise<Running>;
  /** An empty database of its own for one test file. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
};

/** Starts the packaged PostgreSQL 18, durable as in production, in a folder of its own. */
export const startPostgres = async (settings: Record<string, string> = {}): Promise<Postgres> => {
  const folder = makeFolder('postgres');
  const directory = join(folder, 'postgres');
  try {
    const runner = await chooseRunner(directory, await programsUser());
    const { password } = await prepareCluster({ dataDirectory: folder, directory, runner, onProgress: () => {} });
    const port = await freePort();
    const url = (database: string) => `postgresql://switchboard:${password}@127.0.0.1:${port}/${database}`;
    const startOn = (place: string, at: number) =>
      startProcess({
        name: 'postgres',
        folder,
        command: runner.command(runner.postgres, ['-D', place, ...flags(at, settings)]),
        ready: () => withClient(Object.assign(new URL(url('postgres')), { port: String(at) }).href, async () => true),
        stopSignal: 'SIGINT',
      });
    const start = () => startOn(directory, port);
    const postgres: Postgres = {
      port,
      directory,
      url: url('postgres'),
      process: await start(),
      startOn,
      restart: async () => {
        postgres.process = await onceLetGo(start);
      },
      createDatabase: () => createDatabase(url('postgres')),
      stop: async () => {
        await postgres.process.stop();
        removeFolder(folder);
      },
    };
    return postgres;
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
};

/** The processes of a server that was killed live on for a moment, and hold its memory. */
const onceLetGo = async (start: () => Promise<Running>): Promise<Running> => {
  let started: Running | undefined;
  await until('the processes of the killed server to end', async () => {
    started = await start().catch((error: unknown) => {
      if (String(error).includes('pre-existing shared memory block')) return undefined;
      throw error;
    });
    return started !== undefined;
  });
  if (started === undefined) throw new Error('PostgreSQL was not started');
  return started;
};

/** @returns the connection string of a new, empty database on the same server */
export const createDatabase = (serverUrl: string): Promise<string> =>
  withClient(serverUrl, async (client) => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await client.query(`CREATE DATABASE ${name}`);
    return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  });

const flags = (port: number, settings: Record<string, string>): string[] =>
  Object.entries({
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '300',
    shared_buffers: '128MB',
    lc_messages: 'C',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
