import { connectRedis } from '../cluster/redis-connection.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Database } from '../store/database.ts';
import type { Intake } from './intake.ts';
import { createKafkaSource } from './kafka.ts';
import { createRabbitMqSource } from './rabbitmq.ts';
import { createRedisStreamSource } from './redis-stream.ts';
import type { TicketSource } from './source.ts';

/** The sources that the settings name. The webhook is not among them: it is a route, see http.ts. */
export const createSources = (options: {
  config: Config;
  database: Database;
  intake: Intake;
  metrics: Metrics;
  log: Logger;
}): TicketSource[] => {
  const { config, log } = options;
  const sources: TicketSource[] = [];
  if (config.KAFKA_BROKERS !== undefined)
    sources.push(
      createKafkaSource({
        ...options,
        brokers: config.KAFKA_BROKERS,
        topic: config.KAFKA_TOPIC,
        group: config.KAFKA_GROUP,
        clientId: `switchboard-${config.INSTANCE_ID}`,
      }),
    );
  if (config.AMQP_URL !== undefined)
    sources.push(createRabbitMqSource({ ...options, url: config.AMQP_URL, queue: config.AMQP_QUEUE }));
  const { TICKET_STREAM: key, REDIS_URL: urls } = config;
  if (key !== undefined && urls !== undefined)
    sources.push(
      createRedisStreamSource({
        ...options,
        key,
        consumer: config.INSTANCE_ID,
        // Of its own, because waiting for new entries blocks the connection.
        connect: () => connectRedis(urls, 'publisher', log),
      }),
    );
  return sources;
};
