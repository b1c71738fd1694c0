// A worker process of its own, for tests that kill and freeze it: a Kafka source on a database, nothing else.
// The environment names the rest: DATABASE_URL, KAFKA_BROKERS, KAFKA_TOPIC, KAFKA_GROUP, WORKER.

import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { createKafkaSource } from '../../../server/sources/kafka.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

const log = createLogger('debug', setting('WORKER'));
const metrics = createMetrics();
const database = openDatabase(setting('DATABASE_URL'), log);
const intake = new Intake({ database, publish: () => {}, metrics, log });
const source = createKafkaSource({
  brokers: setting('KAFKA_BROKERS').split(','),
  topic: setting('KAFKA_TOPIC'),
  group: setting('KAFKA_GROUP'),
  clientId: setting('WORKER'),
  sessionTimeout: 3_000,
  database,
  intake,
  metrics,
  log,
});

process.on('SIGTERM', async () => {
  await source.stop();
  await database.close();
  process.exit(0);
});
await source.start();
process.stdout.write('started\n');
