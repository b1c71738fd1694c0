import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import { makeFolder, type Running, removeFolder, startProcess } from './processes.ts';

const thisVersion = join(import.meta.dirname, '../..');

export type Instance = {
  id: string;
  port: number;
  url: string;
  process: Running;
  /** Starts it again under the same name, on the same port; `root`: as the version in this folder. */
  restart(root?: string): Promise<void>;
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

/** What the first account of every instance that a test starts must know. Later ones may send it; it is not looked at. */
export const setupCode = 'TEST-TEST-TEST-TEST';

/**
 * Starts one instance as `npm start` does, and waits until it says that it is ready.
 * @param options `root`: the folder of another version that is to be started instead of this one
 */
export const startInstance = async (
  installation: Installation,
  options: { id: string; roles?: string; env?: Record<string, string>; root?: string },
): Promise<Instance> => {
  let { root = thisVersion } = options;
  const folder = makeFolder(options.id);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    startProcess({
      name: options.id,
      folder,
      command: {
        file: process.execPath,
        args: [join(root, 'server/main.ts')],
        cwd: root,
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
      restart: async (as = root) => {
        root = as;
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
  SETUP_CODE: setupCode,
  // Tests make accounts as they need them; those about the other ways to be let in say so.
  SIGN_UP: 'open',
  ...env,
  ...options.env,
});
