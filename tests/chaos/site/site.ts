import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { type Kafka, startKafka } from '../../../scripts/installation/kafka.ts';
import { type Nginx, startNginx } from '../../../scripts/installation/nginx.ts';
import { freePort } from '../../../scripts/installation/ports.ts';
import { type Postgres, startPostgres } from '../../../scripts/installation/postgres.ts';
import type { Random } from '../../../scripts/installation/random.ts';
import { type Redis, startRedis } from '../../../scripts/installation/redis.ts';
import { type RabbitMq, startRabbitMq } from '../../support/rabbitmq.ts';
import { Link } from '../link/link.ts';
import { fetchGate, markSubscribers } from '../link/looks.ts';
import { type Account, type Population, populate } from './population.ts';
import { Server } from './server.ts';
import { smallDisk } from './small-disk.ts';

export const ticketTopic = 'tickets.rejected';
export const partitions = 4;
/** Of all instances and workers. */
export const authSecret = randomBytes(32).toString('hex');

export type TicketPlace = 'kafka' | 'rabbitmq' | 'redis-stream';

export type SiteOptions = {
  instances: number;
  workers: number;
  population: Population;
  /** Megabytes of the disk on which PostgreSQL keeps its data; a fault may fill it. */
  disk?: number;
  /** Where tickets come from, where there are workers. */
  tickets?: TicketPlace | undefined;
  /** The servers reach PostgreSQL and Redis past our links, which share a processor with the clients. */
  direct?: boolean;
  random: Random;
};

/** A whole Switchboard to be broken, with a link of ours between all its parts. */
export type Site = {
  postgres: Postgres;
  redis: Redis;
  nginx: Nginx;
  kafka: Kafka | undefined;
  /** Between Kafka and everybody else: fetches of records can be held back there. */
  kafkaGate: ReturnType<typeof fetchGate>;
  rabbit: RabbitMq | undefined;
  instances: Server[];
  workers: Server[];
  /** From clients to the load balancer. */
  edge: Link;
  /** The same for those who are struck by themselves. */
  apart: Link;
  accounts: Account[];
  /** Straight to PostgreSQL, past the links; its errors are the fault's business. */
  pool: pg.Pool;
  databaseUrl: string;
  /** The folder of the small disk. */
  disk: string | undefined;
  /** Lines about processes that ended though nobody had asked them to. */
  ends: string[];
  /** Starts one more instance or worker. */
  add(name: string, roles: string): Promise<Server>;
  heal(): void;
  stop(): Promise<void>;
};

const settings = {
  // The limits are counted, as in production, but nobody reaches them.
  RATE_LIMIT_FACTOR: '1000000',
  LOG_LEVEL: 'info',
  KAFKA_TOPIC: ticketTopic,
  AUTH_SECRET: authSecret,
  HOOK_ALLOWED_ADDRESSES: '127.0.0.1/32',
  NODE_OPTIONS: `--expose-gc --import ${new URL('collect-on-signal.ts', import.meta.url).pathname}`,
};

/** Starts everything; what was started ends again when something fails on the way. */
export const startSite = async (options: SiteOptions): Promise<Site> => {
  await using stack = new AsyncDisposableStack();
  let owner: AsyncDisposableStack = stack;
  const keep = <T extends { stop(): Promise<void> }>(service: T): T => owner.adopt(service, (one) => one.stop());
  const { random, population } = options;
  const disk = options.disk === undefined ? undefined : keep(await smallDisk(options.disk));
  const postgres = keep(await (disk ? disk.during(startPostgres) : startPostgres()));
  const { tickets = 'kafka' } = options;
  const redis = keep(await startRedis({ keeps: tickets === 'redis-stream' }));
  const kafkaGate = fetchGate();
  const openWay = async (target: number) => keep(await Link.open({ target, random, look: kafkaGate.look })).port;
  const reads = (place: TicketPlace) => options.workers > 0 && tickets === place;
  const kafka = reads('kafka') ? keep(await startKafka({}, openWay)) : undefined;
  await kafka?.createTopic(ticketTopic, partitions);
  const rabbit = reads('rabbitmq') ? keep(await startRabbitMq()) : undefined;
  const placeSettings = {
    ...(rabbit && { AMQP_URL: rabbit.url, AMQP_QUEUE: ticketTopic }),
    ...(reads('redis-stream') && { TICKET_STREAM: ticketTopic }),
  };
  const databaseUrl = await postgres.createDatabase();
  const accounts = await populate(databaseUrl, population);
  const pool = openPool(databaseUrl, stack);
  const ends: string[] = [];
  const publicPort = await freePort();

  const add = async (name: string, roles: string): Promise<Server> => {
    const links = {
      database: await Link.open({ target: postgres.port, random }),
      redis: await Link.open({ target: redis.port, random, look: markSubscribers }),
    };
    const [databasePort, redisPort] = options.direct
      ? [postgres.port, redis.port]
      : [links.database.port, links.redis.port];
    const installation = {
      databaseUrl: Object.assign(new URL(databaseUrl), { port: String(databasePort) }).href,
      redisUrl: `redis://127.0.0.1:${redisPort}`,
      kafkaBrokers: roles === 'worker' ? kafka?.brokers : undefined,
      publicUrl: `http://127.0.0.1:${publicPort}`,
      env: roles === 'worker' ? { ...settings, ...placeSettings } : settings,
    };
    const openFront = (port: number) => Link.open({ target: port, random });
    return keep(await Server.start({ installation, name, roles, links, openFront, ends }));
  };
  const several = (count: number, role: string, roles: string) =>
    Promise.all(Array.from({ length: count }, (_, n) => add(`${role}-${n + 1}`, roles)));
  const [instances, workers] = await Promise.all([
    several(options.instances, 'instance', 'live'),
    several(options.workers, 'worker', 'worker'),
  ]);
  const ports = instances.map(({ port }) => port);
  const nginx = keep(await startNginx(ports, publicPort));
  const edge = keep(await Link.open({ target: publicPort, random }));
  const apart = keep(await Link.open({ target: publicPort, random }));
  const started = stack.move();
  owner = started;
  return {
    ...{
      postgres,
      redis,
      nginx,
      kafka,
      kafkaGate,
      rabbit,
      instances,
      workers,
      edge,
      apart,
      accounts,
      pool,
      databaseUrl,
      ends,
      add,
    },
    disk: disk?.folder,
    heal: () => {
      edge.heal();
      apart.heal();
      kafkaGate.open();
      for (const server of [...instances, ...workers]) server.heal();
    },
    stop: () => started.disposeAsync(),
  };
};

const openPool = (databaseUrl: string, stack: AsyncDisposableStack): pg.Pool => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, application_name: 'chaos' });
  // Faults break these connections, too.
  pool.on('error', () => {});
  stack.defer(() => pool.end());
  return pool;
};

/** @returns the resident memory of a process in bytes, peaks included */
export const residentBytes = (pid: number): number => {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return pages * 4_096;
};
