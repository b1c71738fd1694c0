import { randomBytes } from 'node:crypto';
import { createLogger } from '../../server/engine/ops/log.ts';
import { createMetrics } from '../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../server/engine/store/database.ts';
import { migrate } from '../../server/engine/store/migrations.ts';
import { install } from '../installation/install.ts';
import { type Installation, startInstallation } from '../installation/installation.ts';
import { isListening } from '../installation/waiting.ts';
import { type Content, fill } from './fill.ts';
import { demoPassword } from './sign-in.ts';

type Cluster = { installation: Installation; password: string; kafkaMissing?: string };

/**
 * Starts a whole installation of its own, with everything behind it, and fills it. Its data goes with it.
 * @param port of the load balancer
 * @throws Error with one line for a person
 */
export const startCluster = async (options: {
  content: Content;
  port: number;
  say: (step: string) => void;
}): Promise<Cluster> => {
  const { content, port, say } = options;
  for (const name of ['DATABASE_URL', 'REDIS_URL'])
    if (process.env[name]) throw new Error(`${name}: --cluster brings its own; unset it`);
  if (await isListening(port)) throw new Error(`PORT: ${port} is already in use`);
  const needs = { programs: ['redis-server', 'nginx'], browser: false, kafka: true } as const;
  const { kafkaMissing } = await install(needs, 'The demo needs');
  const secret = () => randomBytes(32).toString('hex');
  const env = { AUTH_SECRET: secret(), INGEST_SECRET: secret(), SIGN_UP: '', SETUP_CODE: '' };
  const password = demoPassword(env.AUTH_SECRET);
  say('Starting PostgreSQL, Redis, Kafka, nginx, three instances and a worker …');
  const prepare = (databaseUrl: string) =>
    prepareDatabase(databaseUrl, { content, authSecret: env.AUTH_SECRET, password, say });
  const installation = await startInstallation({ instances: 3, port, env, prepare });
  return { installation, password, ...(kafkaMissing !== undefined && { kafkaMissing }) };
};

const prepareDatabase = async (
  databaseUrl: string,
  options: { content: Content; authSecret: string; password: string; say: (step: string) => void },
): Promise<void> => {
  const { content, ...rest } = options;
  await migrate(databaseUrl, () => {});
  const log = createLogger('error', 'demo');
  const database = openDatabase(databaseUrl, log);
  try {
    await fill({ database, metrics: createMetrics(), log, ...content, now: new Date(), ...rest });
  } finally {
    await database.close();
  }
};

/** Where everything is. */
export const addressesOf = ({ installation, kafkaMissing }: Cluster): string => {
  const { url, instances, workers, redis, kafka, databaseUrl } = installation;
  const row = (name: string, address: string) => `  ${name.padEnd(14)} ${address}`;
  return [
    `Switchboard is ready at ${url}`,
    ...instances.map((instance) => row(instance.id, instance.url)),
    ...workers.map((worker) => row(worker.id, worker.url)),
    row('PostgreSQL', databaseUrl),
    row('Redis', redis.url),
    row('Kafka', kafka?.brokers ?? `is missing: ${kafkaMissing ?? 'there is none here'}`),
    ...(kafka ? [`A ticket through Kafka: npm run ticket -- --kafka ${kafka.brokers}`] : []),
  ].join('\n');
};
