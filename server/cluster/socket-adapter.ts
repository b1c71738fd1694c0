import { createAdapter } from '@socket.io/redis-adapter';
import type { Logger } from '../ops/log.ts';
import { connectRedis, type RedisConnection } from './redis-connection.ts';

/** The Socket.IO adapter of the control plane: typing, read marks, notices. Messages and rejections never go this way. */
export type SocketAdapter = { adapter: ReturnType<typeof createAdapter>; stop(): void };

// The adapter catches none of these. A failed publish ended the process 73 s into an outage (realtime.md, 1.1), and an
// unsubscription that the end of the link left unanswered ended it in the middle of a clean stop.
const uncaught = new Set<unknown>(['publish', 'subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe']);

const guarded = (connection: RedisConnection): RedisConnection =>
  new Proxy(connection, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      if (!uncaught.has(property)) return value.bind(target);
      return (...values: unknown[]) => Promise.resolve(Reflect.apply(value, target, values)).catch(() => 0);
    },
  });

/** @param urls addresses of Redis, as in REDIS_URL */
export const createSocketAdapter = (urls: string[], log: Logger): SocketAdapter => {
  const publisher = connectRedis(urls, 'publisher', log);
  const subscriber = connectRedis(urls, 'subscriber', log);
  return {
    adapter: createAdapter(guarded(publisher), guarded(subscriber), { requestsTimeout: 2_000 }),
    stop: () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
};
