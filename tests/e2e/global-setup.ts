import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startInstallation } from '../../scripts/installation/installation.ts';
import { newcomer, promote, signUp } from './accounts.ts';
import { publish } from './installation.ts';

const secrets = {
  AUTH_SECRET: randomBytes(32).toString('hex'),
  INGEST_SECRET: randomBytes(32).toString('hex'),
  // All browsers come from one address here, so the limits for people would stop the tests.
  RATE_LIMIT_FACTOR: '100',
};
const kafkaTopic = 'tickets.rejected';

/** What an admin of a new installation is asked would stand on every page of theirs. */
const endFirstMinutes = async (connectionString: string) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`update workspace set steps = '{}'`);
  await client.end();
};

/** Starts one installation for the whole run, with two admins. What it returns ends it, also after failures. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const installation = await startInstallation({ instances: 3, workers: 2, topic: kafkaTopic, env: secrets });
  try {
    const first = await signUp(installation.url, { ...newcomer('Ada'), name: 'Ada Wong' });
    const second = await signUp(installation.url, { ...newcomer('王芳'), name: '王芳' });
    await promote(installation.url, first, second);
    await endFirstMinutes(installation.databaseUrl);
    publish({
      url: installation.url,
      instances: installation.instances.map(({ id, url }) => ({ id, url })),
      kafkaBrokers: installation.kafka?.brokers ?? null,
      kafkaTopic,
      databaseUrl: installation.databaseUrl,
      redisUrl: installation.redis.url,
      postgresUrl: installation.postgres.url,
      secrets,
      admins: [first, second],
    });
  } catch (error) {
    await installation.stop();
    throw error;
  }
  return installation.stop;
}
