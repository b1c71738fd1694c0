import { createAdapter } from '@socket.io/redis-adapter';
import type { Logger } from '../ops/log.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';

/** The Socket.IO adapter of the control plane: typing, read marks, notices. Messages and rejections never go this way. */
export type SocketAdapter = { adapter: ReturnType<typeof createAdapter>; stop(): void };

// The adapter does not catch a failed publish, which ends the process 73 s into an outage (realtime.md, 1.1).
const guarded = (connection: RedisConnection): RedisConnection =>
  new Proxy(connection, {
    get(target, property) {
      if (property === 'publish')
        return (channel: string, message: string | Buffer) => target.publish(channel, message).catch(() => 0);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** @param urls addresses of Redis, as in REDIS_URL */
export const createSocketAdapter = (urls: string[], log: Logger): SocketAdapter => {
  const publisher = connectRedis(urls, 'publisher', log);
  const subscriber = connectRedis(urls, 'subscriber', log);
  return {
    adapter: createAdapter(guarded(publisher), subscriber, { requestsTimeout: 2_000 }),
    stop: () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
};
