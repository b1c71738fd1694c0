import { type Instance, type Installation as Shared, startInstance } from './instances.ts';
import { type Kafka, kafkaIsAvailable, startKafka } from './kafka.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { freePort } from './ports.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { type Redis, startRedis } from './redis.ts';

/** A whole Switchboard, scaled out as in production: load balancer, instances, worker and everything behind them. */
export type Installation = {
  url: string;
  databaseUrl: string;
  postgres: Postgres;
  redis: Redis;
  /** Missing where there is no Kafka to be had. */
  kafka: Kafka | undefined;
  instances: Instance[];
  worker: Instance;
  nginx: Nginx;
  stop(): Promise<void>;
};

type Stoppable = { stop(): Promise<void> };

export type InstallationOptions = { instances?: number; topic?: string; env?: Record<string, string> };

/**
 * Starts it all, and ends what was started when something fails on the way.
 * @param options `topic` is the Kafka topic of the ticket events, `env` further settings of every process
 */
export const startInstallation = async (options: InstallationOptions = {}): Promise<Installation> => {
  const { instances: count = 2, topic = 'tickets.rejected', env = {} } = options;
  const front: Stoppable[] = [];
  const behind: Stoppable[] = [];
  const keep = async <T extends Stoppable>(list: Stoppable[], starting: Promise<T>): Promise<T> => {
    const service = await starting;
    list.push(service);
    return service;
  };
  // What others lean on goes last; within each half together, because instances take their time to drain.
  const stop = async () => {
    for (const half of [front, behind]) await Promise.all(half.splice(0).map((service) => service.stop()));
  };
  try {
    const [postgres, redis, kafka] = await allOrNothing([
      keep(behind, startPostgres()),
      keep(behind, startRedis()),
      kafkaIsAvailable().then((available) => (available ? keep(behind, startKafka()) : undefined)),
    ]);
    await kafka?.createTopic(topic);
    const databaseUrl = await postgres.createDatabase();
    const nginxPort = await freePort();
    const url = `http://127.0.0.1:${nginxPort}`;
    const shared: Shared = {
      ...{ databaseUrl, redisUrl: redis.url, kafkaBrokers: kafka?.brokers, publicUrl: url },
      env: { KAFKA_TOPIC: topic, ...env },
    };
    // One after the other: the first one migrates the database, as in a deploy.
    const instances: Instance[] = [];
    for (let n = 1; n <= count; n += 1) {
      instances.push(await keep(front, startInstance(shared, { id: `instance-${n}`, roles: 'web,live' })));
    }
    const worker = await keep(front, startInstance(shared, { id: 'worker-1', roles: 'worker' }));
    const ports = instances.map(({ port }) => port);
    const nginx = await keep(front, startNginx(ports, nginxPort));
    return { url, databaseUrl, postgres, redis, kafka, instances, worker, nginx, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** Like Promise.all, but waits for all of them, so that whatever started late can still be stopped. */
const allOrNothing = async <const T extends readonly unknown[]>(starting: T) => {
  await Promise.allSettled(starting);
  return Promise.all(starting);
};
