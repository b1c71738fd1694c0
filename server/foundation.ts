import type { Bus } from './cluster/bus.ts';
import { createMemoryBus } from './cluster/memory-bus.ts';
import { RedisBus } from './cluster/redis-bus.ts';
import type { Config } from './config.ts';
import type { Logger } from './ops/log.ts';
import type { Metrics } from './ops/metrics.ts';
import { keptSecrets } from './ops/secrets.ts';
import { type Database, openDatabase } from './store/database.ts';
import { startEmbeddedPostgres } from './store/embedded-postgres.ts';
import { migrate } from './store/migrations.ts';

/** What every role needs. */
export type Foundation = {
  config: Config;
  log: Logger;
  metrics: Metrics;
  database: Database;
  bus: Bus;
  authSecret: string | undefined;
  ingestSecret: string | undefined;
};

type Options = {
  config: Config;
  log: Logger;
  metrics: Metrics;
  /** What must be undone at the end, in reverse order. */
  stack: AsyncDisposableStack;
  say: (step: string) => void;
  /** Called, perhaps more than once, when the database is at work and this process may do what blocks it. */
  onWaiting: () => void;
};

const databaseUrl = async ({ config, log, stack, say, onWaiting }: Options): Promise<string> => {
  if (config.DATABASE_URL !== undefined) {
    onWaiting();
    return config.DATABASE_URL;
  }
  const postgres = await startEmbeddedPostgres({ dataDirectory: config.DATA_DIR, log, onProgress: say, onWaiting });
  stack.defer(() => postgres.stop());
  return postgres.url;
};

/** Starts the database (the embedded one, or connects to the given one), migrates it, and opens the bus. */
export const layFoundation = async (options: Options): Promise<Foundation> => {
  const { config, log, metrics, stack, say } = options;
  const url = await databaseUrl(options);
  await migrate(url, (name) => say(`Migrating the database: ${name}`));
  const database = openDatabase(url, log);
  stack.defer(() => database.close());
  const secrets = config.embedded ? await keptSecrets(config.DATA_DIR) : undefined;
  const bus =
    config.REDIS_URL === undefined
      ? createMemoryBus()
      : new RedisBus({ urls: config.REDIS_URL, instanceId: config.INSTANCE_ID, metrics, log });
  stack.defer(() => bus.stop());
  return {
    config,
    log,
    metrics,
    database,
    bus,
    authSecret: config.AUTH_SECRET ?? secrets?.AUTH_SECRET,
    ingestSecret: config.INGEST_SECRET ?? secrets?.INGEST_SECRET,
  };
};
