import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../../../scripts/installation/ports.ts';
import { makeFolder, type Running, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { isListening } from '../../../scripts/installation/waiting.ts';
import type { World } from '../world.ts';
import { collectInNode, emptyRedis, type Site, type SiteInstance, type SiteOptions, serverFlags } from './site.ts';
import { verifyRejections } from './store.ts';

const root = join(import.meta.dirname, '../../..');
const peers = join(import.meta.dirname, '../peers');
const programs = { S: 'plain.ts', C: 'create.ts', T: 'transaction.ts', R: 'recovery.ts', K: 'plain.ts' } as const;
const echo = process.env.PEER_ECHO !== '0';

let generated: Promise<unknown> | undefined;

/** Makes the peers' Prisma client, once per run of the bench. */
const generateClient = () =>
  (generated ??= promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--schema', join(peers, 'schema.prisma')],
    { cwd: root, env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' } },
  ));

/** Starts a peer on a database of its own. */
export const startPeer = async (target: keyof typeof programs, world: World, options: SiteOptions): Promise<Site> => {
  await generateClient();
  await emptyRedis(world);
  const databaseUrl = await world.postgres.createDatabase();
  await createTables(databaseUrl);
  const folder = makeFolder(`peer-${target}`);
  const env = { NODE_ENV: 'production', REDIS_URL: world.redis.url, DATABASE_URL: databaseUrl };
  const start = (name: string, program: string, port: number, more: Record<string, string> = {}) =>
    startProcess({
      name,
      folder,
      command: {
        file: process.execPath,
        args: [...serverFlags(world), join(peers, program)],
        env: { ...env, PORT: String(port), ...more },
      },
      ready: () => port === 0 || isListening(port),
    });
  const instances = await Promise.all(
    Array.from({ length: options.instances }, async (_, index): Promise<SiteInstance> => {
      const port = await freePort();
      const begin = () => start(`peer-${target}-${index}`, programs[target], port);
      let running = await begin();
      return {
        address: { host: '127.0.0.1', port },
        process: () => running,
        collect: () => collectInNode(running),
        redeploy: async () => {
          await running.stop();
          running = await begin();
        },
      };
    }),
  );
  let worker: Running | undefined;
  return {
    target,
    dialect: 'peer',
    secret: '',
    databaseUrl,
    promises: { ordered: false, repairs: false },
    instances,
    processes: () => [...instances.map((instance) => instance.process()), ...(worker === undefined ? [] : [worker])],
    echo,
    verifyStore: async () => [],
    verifyFeed: (events) => verifyRejections(databaseUrl, events, false),
    startWorker: async (topic) => {
      const { brokers } = await world.kafka();
      worker = await start(`peer-${target}-worker`, 'tickets.ts', 0, { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic });
    },
    stop: async () => {
      await Promise.all([...instances.map((instance) => instance.process().stop()), worker?.stop()]);
      removeFolder(folder);
    },
  };
};

const createTables = async (databaseUrl: string) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(await readFile(join(peers, 'tables.sql'), 'utf8'));
  await client.end();
};
