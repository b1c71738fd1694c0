import { describeSelf, type Self } from './cluster/index.ts';
import type { Config } from './config.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import type { Bus } from './engine/bus/bus.ts';
import { createMemoryBus } from './engine/bus/memory-bus.ts';
import { RedisBus } from './engine/bus/redis-bus.ts';
import { Traces } from './engine/delivery/traces.ts';
import { JobList } from './engine/jobs/add-job.ts';
import { recogniseDatabase } from './engine/log/epoch/recognise.ts';
import type { Logger } from './engine/ops/log.ts';
import type { Metrics } from './engine/ops/metrics.ts';
import { keptSecrets } from './engine/ops/secrets.ts';
import { type Database, openDatabase } from './engine/store/database.ts';
import { readInstallation } from './engine/store/installation.ts';
import { migrate } from './engine/store/migrations.ts';
import { untilDatabaseAnswers } from './engine/store/patience.ts';
import { Mail } from './mail/index.ts';
import { Mappings, SourceSurvey } from './sources/index.ts';

/** What every role needs. */
export type Foundation = {
  config: Config;
  log: Logger;
  metrics: Metrics;
  database: Database;
  bus: Bus;
  /** Letters to people. */
  mail: Mail;
  /** What makes tickets of events of any shape: begins with the first one. */
  mappings: Mappings;
  /** How ticket sources are doing. */
  sourceSurvey: SourceSurvey;
  /** How the latest changes came. */
  traces: Traces;
  /** This process, among the others of the installation. */
  self: Self;
  /** What every key and channel of this installation on Redis begins with: others may use the same Redis. */
  redisPrefix: string;
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
  const setting = config.embedded ? 'DATA_DIR' : 'DATABASE_URL';
  await untilDatabaseAnswers(() => migrate(url, (name) => say(`Migrating the database: ${name}`)), setting, say);
  const database = openDatabase(url, log, (client) => recogniseDatabase(client, log));
  stack.defer(() => database.close());
  const secrets = config.embedded ? await keptSecrets(config.DATA_DIR) : undefined;
  const installation = await untilDatabaseAnswers(() => readInstallation(database), setting, say);
  const redisPrefix = `sb:${installation.id}:`;
  const bus =
    config.REDIS_URL === undefined
      ? createMemoryBus(metrics)
      : new RedisBus({ urls: config.REDIS_URL, prefix: redisPrefix, key: installation.busKey, metrics, log });
  stack.defer(() => bus.stop());
  const mappings = new Mappings();
  stack.defer(() => mappings.stop());
  return {
    config,
    log,
    metrics,
    database,
    bus,
    mail: new Mail({ url: config.SMTP_URL, jobs: new JobList(database) }),
    mappings,
    sourceSurvey: new SourceSurvey(database),
    traces: new Traces(),
    self: await describeSelf(config),
    redisPrefix,
    authSecret: config.AUTH_SECRET ?? secrets?.AUTH_SECRET,
    ingestSecret: config.INGEST_SECRET ?? secrets?.INGEST_SECRET,
  };
};
