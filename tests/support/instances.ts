import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { makeFolder, type Running, removeFolder, startProcess } from './processes.ts';

const main = join(import.meta.dirname, '../../server/main.ts');

export type Instance = {
  id: string;
  port: number;
  url: string;
  process: Running;
  /** Starts it again under the same name, on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** What all instances of one installation share. */
export type Installation = {
  databaseUrl: string;
  redisUrl?: string;
  kafkaBrokers?: string;
  /** The address that browsers use; default: each instance's own. */
  publicUrl?: string;
  env?: Record<string, string>;
};

const secrets = {
  AUTH_SECRET: randomBytes(32).toString('hex'),
  INGEST_SECRET: randomBytes(32).toString('hex'),
};

/** The secret that signs ingest requests to the instances of this test process. */
export const ingestSecret = secrets.INGEST_SECRET;

/** Starts one instance as `npm start` does, and waits until it says that it is ready. */
export const startInstance = async (
  installation: Installation,
  options: { id: string; roles?: string; env?: Record<string, string> },
): Promise<Instance> => {
  const folder = makeFolder(options.id);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    startProcess({
      name: options.id,
      folder,
      command: {
        file: process.execPath,
        args: [main],
        cwd: join(import.meta.dirname, '../..'),
        env: environment(installation, { ...options, folder, port }),
      },
      ready: async () => (await fetch(`${url}/readyz`)).ok,
      patience: 60_000,
    });
  try {
    const instance: Instance = {
      id: options.id,
      port,
      url,
      process: await start(),
      restart: async () => {
        instance.process = await start();
      },
      stop: async () => {
        await instance.process.stop();
        removeFolder(folder);
      },
    };
    return instance;
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
};

const environment = (
  { databaseUrl, redisUrl, kafkaBrokers, publicUrl, env }: Installation,
  options: { id: string; roles?: string; folder: string; port: number; env?: Record<string, string> },
): Record<string, string> => ({
  NODE_ENV: 'production',
  PORT: String(options.port),
  HOST: '127.0.0.1',
  INSTANCE_ID: options.id,
  DATA_DIR: options.folder,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl ?? '',
  KAFKA_BROKERS: kafkaBrokers ?? '',
  PUBLIC_URL: publicUrl ?? '',
  // Behind the load balancer or directly, so that a test can choose the instance that serves somebody.
  ALLOWED_ORIGINS: publicUrl === undefined ? '' : `${publicUrl},http://127.0.0.1:${options.port}`,
  ROLES: options.roles ?? (redisUrl === undefined ? '' : 'web,live'),
  ...secrets,
  ...env,
  ...options.env,
});
