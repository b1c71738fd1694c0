import { randomBytes } from 'node:crypto';
import { type Instance, startInstance } from '../../support/instances.ts';
import type { TargetName } from '../bench.ts';
import type { World } from '../world.ts';
import { seededDatabase } from './seed.ts';
import { emptyRedis, type Site, type SiteInstance, type SiteOptions, serverFlags } from './site.ts';
import { verifyMessages, verifyRejections } from './store.ts';

const secret = randomBytes(32).toString('hex');

/** The limits are counted, as in production, but nobody reaches them. */
export const rateLimitFactor = '1000000';

const trialFlags = (target: TargetName, { options }: World): string[] =>
  target === 'trial' && options.try !== undefined ? ['--import', options.try] : [];

/** Starts Switchboard on a migrated database that holds the population. */
export const startOurs = async (target: 'ours' | 'trial', world: World, options: SiteOptions): Promise<Site> => {
  await emptyRedis(world);
  const databaseUrl = await seededDatabase(world, options.population);
  const env = {
    AUTH_SECRET: secret,
    RATE_LIMIT_FACTOR: rateLimitFactor,
    LOG_LEVEL: 'warn',
    NODE_OPTIONS: [...serverFlags(world), ...trialFlags(target, world)].join(' '),
  };
  const installation = { databaseUrl, redisUrl: world.redis.url, env };
  const started = await Promise.all(
    Array.from({ length: options.instances }, (_, index) =>
      startInstance(installation, { id: `ours-${index}`, roles: 'live' }),
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
        redeploy: async () => {
          await instance.process.stop();
          await instance.restart();
        },
      }),
    ),
    echo: true,
    verifyStore: (sent) => verifyMessages(databaseUrl, sent),
    verifyFeed: (events) => verifyRejections(databaseUrl, events, true),
    startWorker: async (topic) => {
      const { brokers } = await world.kafka();
      const kafka = { ...installation, kafkaBrokers: brokers };
      worker = await startInstance(kafka, { id: 'ours-worker', roles: 'worker', env: { KAFKA_TOPIC: topic } });
    },
    stop: async () => {
      await Promise.all([...started.map((instance) => instance.stop()), worker?.stop()]);
    },
  };
};
