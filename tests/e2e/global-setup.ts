import { startInstallation } from '../support/installation.ts';
import { publish } from './installation.ts';

/** Starts one installation for the whole run. What it returns ends it, also after failures. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  // All browsers come from one address here, so the limits for people would stop the tests.
  const installation = await startInstallation({ env: { RATE_LIMIT_FACTOR: '100' } });
  publish({
    url: installation.url,
    instances: installation.instances.map(({ id, url }) => ({ id, url })),
    kafkaBrokers: installation.kafka?.brokers ?? null,
    kafkaTopic: 'tickets.rejected',
    databaseUrl: installation.databaseUrl,
    redisUrl: installation.redis.url,
  });
  return installation.stop;
}
