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
  workers: Instance[];
  nginx: Nginx;
  stop(): Promise<void>;
};

type Stoppable = { stop(): Promise<void> };

export type InstallationOptions = {
  instances?: number;
  workers?: number;
  /** The Kafka topic of the ticket events. */
  topic?: string;
  /** Further settings of every process. */
  env?: Record<string, string>;
  /** Of the load balancer; default: any that is free. */
  port?: number;
  /** Called with the empty database, before any instance sees it. */
  prepare?: (databaseUrl: string) => Promise<void>;
};

/** Starts it all, and ends what was started when something fails on the way. */
export const startInstallation = async (options: InstallationOptions = {}): Promise<Installation> => {
  const { instances: instanceCount = 2, workers: workerCount = 1, topic = 'tickets.rejected', env = {} } = options;
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
    await options.prepare?.(databaseUrl);
    const nginxPort = options.port ?? (await freePort());
    const url = `http://127.0.0.1:${nginxPort}`;
    const shared: Shared = {
      ...{ databaseUrl, redisUrl: redis.url, kafkaBrokers: kafka?.brokers, publicUrl: url },
      env: { KAFKA_TOPIC: topic, ...env },
    };
    const start = (role: string, roles: string, n: number) =>
      keep(front, startInstance(shared, { id: `${role}-${n}`, roles }));
    const several = (role: string, roles: string, from: number, to: number) =>
      allOrNothing(Array.from({ length: to - from + 1 }, (_, place) => start(role, roles, from + place)));
    // Alone: the first one migrates the database, as in a deploy.
    const first = await start('instance', 'web,live', 1);
    const [others, workers] = await allOrNothing([
      several('instance', 'web,live', 2, instanceCount),
      several('worker', 'worker', 1, workerCount),
    ]);
    const instances = [first, ...others];
    const ports = instances.map(({ port }) => port);
    const nginx = await keep(front, startNginx(ports, nginxPort));
    return { url, databaseUrl, postgres, redis, kafka, instances, workers, nginx, stop };
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
