// A worker process of its own, for tests that kill it: one source on a database, nothing else. The environment names the rest:
// DATABASE_URL, WORKER, and either AMQP_URL and PLACE (a queue), or REDIS_URL and PLACE (a stream).

import { connectRedis } from '../../../server/engine/bus/redis-connection.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { createRabbitMqSource } from '../../../server/sources/rabbitmq.ts';
import { createRedisStreamSource } from '../../../server/sources/redis-stream.ts';

const { DATABASE_URL = '', WORKER = '', PLACE = '', AMQP_URL: url, REDIS_URL: redisUrl = '' } = process.env;
const log = createLogger('debug', WORKER);
const metrics = createMetrics();
const database = openDatabase(DATABASE_URL, log);
const intake = new Intake({ database, publish: () => {}, metrics, log });
const parts = { database, intake, metrics, log };
const source =
  url === undefined
    ? createRedisStreamSource({
        ...{ ...parts, key: PLACE, consumer: WORKER },
        connect: () => connectRedis([redisUrl], 'publisher', log),
      })
    : createRabbitMqSource({ ...parts, url, queue: PLACE });

process.on('SIGTERM', async () => {
  await source.stop();
  await database.close();
  process.exit(0);
});
await source.start();
process.stdout.write('started\n');
