import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Instance, startInstance } from '../../../scripts/installation/instances.ts';
import type { OwnName } from '../bench.ts';
import type { World } from '../world.ts';
import { collectInNode, emptyRedis, type Site, type SiteInstance, type SiteOptions, serverFlags } from './site.ts';

const secret = randomBytes(32).toString('hex');

/** The limits are counted, as in production, but nobody reaches them. */
export const rateLimitFactor = '1000000';

const trialFlags = (target: OwnName, { options }: World): string[] =>
  target === 'trial' && options.try !== undefined ? ['--import', options.try] : [];

const thisVersion = join(import.meta.dirname, '../../..');

/** The folder of the version that is measured. */
const rootOf = (target: OwnName, { options }: World): string => {
  if (target !== 'before') return thisVersion;
  if (options.before === undefined) throw new Error('there is no other version to measure');
  return options.before;
};

/** Each version fills and checks its database by its own code: what its tables look like is its own affair. */
const storeOf = async (root: string) => {
  const [seed, store] = await Promise.all([
    import(join(root, 'tests/bench/targets/seed.ts')) as Promise<typeof import('./seed.ts')>,
    import(join(root, 'tests/bench/targets/store.ts')) as Promise<typeof import('./store.ts')>,
  ]);
  const ownFill = join(root, 'tests/bench/targets/fill.ts');
  const fill = existsSync(ownFill)
    ? ((await import(ownFill)) as typeof import('./fill.ts'))
    : await import('./fill.ts');
  return { ...seed, ...store, ...fill };
};

/** Starts Switchboard on a migrated database that holds the population. */
export const startOurs = async (target: OwnName, world: World, options: SiteOptions): Promise<Site> => {
  await emptyRedis(world);
  const root = rootOf(target, world);
  const { seededDatabase, fillConversations, verifyMessages, verifyRejections } = await storeOf(root);
  const databaseUrl = await seededDatabase(world, options.population);
  const env = {
    AUTH_SECRET: secret,
    RATE_LIMIT_FACTOR: options.limited ? '1' : rateLimitFactor,
    LOG_LEVEL: 'warn',
    NODE_OPTIONS: [...serverFlags(world), ...trialFlags(target, world)].join(' '),
  };
  const installation = { databaseUrl, redisUrl: world.redis.url, env };
  const started = await Promise.all(
    Array.from({ length: options.instances }, (_, index) =>
      startInstance(installation, { id: `ours-${index}`, roles: 'live', root }),
    ),
  );
  let worker: Instance | undefined;
  return {
    target,
    dialect: 'ours',
    secret,
    databaseUrl,
    promises: { ordered: true, repairs: true },
    instances: started.map(
      (instance): SiteInstance => ({
        address: { host: '127.0.0.1', port: instance.port },
        process: () => instance.process,
        collect: () => collectInNode(instance.process),
        redeploy: async () => {
          await instance.process.stop();
          await instance.restart();
        },
      }),
    ),
    processes: () => [...started, ...(worker === undefined ? [] : [worker])].map((instance) => instance.process),
    echo: true,
    fill: (conversations, each) => fillConversations(databaseUrl, conversations, each),
    verifyStore: (sent) => verifyMessages(databaseUrl, sent),
    verifyFeed: (events) => verifyRejections(databaseUrl, events, true),
    startWorker: async (topic) => {
      const { brokers } = await world.kafka();
      const kafka = { ...installation, kafkaBrokers: brokers };
      worker = await startInstance(kafka, { id: 'ours-worker', roles: 'worker', root, env: { KAFKA_TOPIC: topic } });
    },
    stop: async () => {
      await Promise.all([...started.map((instance) => instance.stop()), worker?.stop()]);
    },
  };
};
