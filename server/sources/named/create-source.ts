import type { SASLMechanismValue } from '@platformatic/kafka';
import type { SourcePlace } from '../../../protocol/index.ts';
import { connectRedis } from '../../engine/bus/redis-connection.ts';
import type { Logger } from '../../engine/ops/log.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import type { Database } from '../../engine/store/database.ts';
import type { Intake } from '../intake.ts';
import type { KafkaOptions } from '../kafka.ts';
import type { Reader } from '../reader.ts';
import type { TicketSource } from '../source.ts';
import { groupOf, withPassword } from './place.ts';

type Kafka = Extract<SourcePlace, { kind: 'kafka' }>;

/** What every source is made with. */
export type Parts = { database: Database; intake: Intake; metrics: Metrics; log: Logger };

/** A source as it is to be read: `secret` opened, `read` by its mapping where it has one. */
export type Wanted = { key: string; place: SourcePlace; secret: string | null; read: Reader };

/** Of this process: its name, and the Redis of the installation. */
export type Here = { instance: string; redisUrls: string[] | undefined };

const mechanisms: Record<NonNullable<Kafka['mechanism']>, SASLMechanismValue> = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
};

const connectionTo = ({ tls, certificates, mechanism, user }: Kafka, secret: string | null) => {
  const connection: NonNullable<KafkaOptions['connection']> = {};
  // The name in the certificate is held to that of the broker.
  if (tls)
    Object.assign(connection, { tls: certificates === undefined ? {} : { ca: certificates }, tlsServerName: true });
  if (mechanism !== undefined && user !== undefined)
    connection.sasl = { mechanism: mechanisms[mechanism], username: user, password: secret ?? '' };
  return connection;
};

/**
 * Makes what reads a named source; it does not begin yet. The code of a kind is loaded only where it is used.
 * @returns null for HTTP, which is read where it comes in
 * @throws what a place has that cannot be right: said of the source, it disturbs no other one
 */
export const createNamedSource = async (parts: Parts, here: Here, wanted: Wanted): Promise<TicketSource | null> => {
  const { key: name, place, secret, read } = wanted;
  if (place.kind === 'kafka') {
    const { createKafkaSource } = await import('../kafka.ts');
    const { brokers, topic } = place;
    const clientId = `switchboard-${here.instance}`;
    const group = groupOf(name, place);
    return createKafkaSource({
      ...parts,
      name,
      read,
      brokers,
      topic,
      group,
      clientId,
      connection: connectionTo(place, secret),
    });
  }
  if (place.kind === 'rabbitmq') {
    const { createRabbitMqSource } = await import('../rabbitmq.ts');
    return createRabbitMqSource({
      ...parts,
      name,
      read,
      url: withPassword(place.url, secret),
      queue: place.queue,
      quorum: true,
    });
  }
  if (place.kind === 'redis-stream') {
    const { createRedisStreamSource } = await import('../redis-stream.ts');
    const urls = place.url === undefined ? here.redisUrls : [withPassword(place.url, secret)];
    if (urls === undefined) throw new Error('this installation has no Redis: name one');
    const connect = () => connectRedis(urls, 'publisher', parts.log);
    return createRedisStreamSource({ ...parts, name, read, key: place.stream, consumer: here.instance, connect });
  }
  return null;
};
