import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../ops/log.ts';

export type RedisConnection = Redis | Cluster;

// A command that cannot be sent now is refused at once, never queued and never sent twice: what Redis carries is
// either on time or worthless. (Measured: queued publishes arrive late, resent ones double.)
const impatient = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 2_000,
  connectTimeout: 2_000,
  keepAlive: 5_000,
  lazyConnect: true,
  retryStrategy: (times: number) => Math.min(50 * 2 ** Math.min(times, 5), 1_000),
} satisfies RedisOptions;

// A subscription must come back by itself whenever Redis does, however long that takes. A link that is cut while it
// subscribes must send that again: ioredis has by then forgotten what it was subscribed to, and would stay deaf.
const patient = {
  ...impatient,
  enableOfflineQueue: true,
  autoResendUnfulfilledCommands: true,
  maxRetriesPerRequest: null,
  commandTimeout: undefined,
} satisfies RedisOptions;

const sentinel = (url: URL, urls: string[], options: RedisOptions): Redis =>
  new Redis({
    ...options,
    sentinels: urls.map((other) => {
      const { hostname, port } = new URL(other);
      return { host: hostname, port: Number(port || 26_379) };
    }),
    name: url.pathname.slice(1) || 'mymaster',
    username: url.username || undefined,
    password: decodeURIComponent(url.password) || undefined,
  });

const askInterval = 3_000;
const answerPatience = 2_000;

const answers = async (connection: RedisConnection): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), answerPatience);
  connection.ping().then(
    () => resolve(true),
    () => resolve(false),
  );
  const answered = await promise;
  clearTimeout(timer);
  return answered;
};

// A link that is cut silently stays open until TCP gives up, which takes many minutes: one that does not answer is left.
const leaveSilentLinks = (connection: RedisConnection): void => {
  let before: string = connection.status;
  const look = async () => {
    const { status } = connection;
    // Twice in a row on the way to be ready: the greeting was never answered.
    const isStuck = status === 'connect' && before === 'connect';
    if (isStuck || (status === 'ready' && !(await answers(connection)))) connection.disconnect(true);
    before = status;
  };
  const timer = setInterval(() => void look(), askInterval);
  connection.once('end', () => clearInterval(timer));
};

/**
 * Opens a connection to Redis: one node, sentinels, or a cluster, by the form of the addresses.
 * It connects in the background and reconnects for ever; errors are logged, never thrown.
 * @param kind `publisher` refuses at once what cannot be sent now; `subscriber` keeps its subscriptions for later
 */
export const connectRedis = (urls: string[], kind: 'publisher' | 'subscriber', log: Logger): RedisConnection => {
  const options = kind === 'publisher' ? impatient : patient;
  const first = urls[0];
  if (first === undefined) throw new Error('REDIS_URL: names no address');
  const url = new URL(first);
  const connection =
    url.protocol === 'redis+sentinel:'
      ? sentinel(url, urls, options)
      : urls.length > 1
        ? new Cluster(urls, {
            redisOptions: options,
            enableOfflineQueue: options.enableOfflineQueue,
            lazyConnect: true,
          })
        : new Redis(first, options);
  let complained = false;
  connection.on('error', (error) => {
    if (!complained) log.warn({ err: error, kind }, 'Redis cannot be reached; trying again');
    complained = true;
  });
  connection.on('ready', () => {
    if (complained) log.info({ kind }, 'Redis is back');
    complained = false;
  });
  leaveSilentLinks(connection);
  connection.connect().catch(() => {
    // Reported by the error event; the connection goes on trying by itself.
  });
  return connection;
};
