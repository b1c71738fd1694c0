import type { Config } from '../config.ts';
import { connectRedis } from '../engine/bus/redis-connection.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import type { Database } from '../engine/store/database.ts';
import type { Intake } from './intake.ts';
import type { TicketSource } from './source.ts';

type Options = { config: Config; database: Database; intake: Intake; metrics: Metrics; log: Logger };

/**
 * Makes the sources that the settings name. The webhook is not among them: it is a route, see http.ts.
 * The code of a source is loaded only where it is used: that of Kafka alone takes half a second of a start.
 */
export const createSources = async (options: Options): Promise<TicketSource[]> => {
  const sources = await Promise.all([kafkaSource(options), rabbitMqSource(options), redisStreamSource(options)]);
  return sources.filter((source) => source !== undefined);
};

const kafkaSource = async (options: Options) => {
  const { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic, KAFKA_GROUP: group, INSTANCE_ID } = options.config;
  if (brokers === undefined) return;
  const { createKafkaSource } = await import('./kafka.ts');
  return createKafkaSource({ ...options, brokers, topic, group, clientId: `switchboard-${INSTANCE_ID}` });
};

const rabbitMqSource = async (options: Options) => {
  const { AMQP_URL: url, AMQP_QUEUE: queue } = options.config;
  if (url === undefined) return;
  const { createRabbitMqSource } = await import('./rabbitmq.ts');
  return createRabbitMqSource({ ...options, url, queue });
};

const redisStreamSource = async (options: Options) => {
  const { TICKET_STREAM: key, REDIS_URL: urls, INSTANCE_ID: consumer } = options.config;
  if (key === undefined || urls === undefined) return;
  const { createRedisStreamSource } = await import('./redis-stream.ts');
  // Of its own, because waiting for new entries blocks the connection.
  const connect = () => connectRedis(urls, 'publisher', options.log);
  return createRedisStreamSource({ ...options, key, consumer, connect });
};
