import type { RedisConnection } from '../../../engine/bus/redis-connection.ts';

// The adapter catches none of these. A failed publish ended the process 73 s into an outage, and an
// unsubscription that the end of the link left unanswered ended it in the middle of a clean stop.
const uncaught = new Set<unknown>(['publish', 'subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe']);

/** The event by which ioredis tells of a broadcast; what comes by the other one is a request to this instance. */
const broadcasts = 'pmessageBuffer';
const requests = 'messageBuffer';

/**
 * The connection as the adapter sees it: nothing that fails, and nothing that anybody publishes, gets past it. Requests
 * of other instances are not heard at all: we make none, and by one anybody could let a socket into any room.
 * @param onGarbage told what could not be used
 */
export const guardedRedis = (connection: RedisConnection, onGarbage: (error: unknown) => void): RedisConnection =>
  new Proxy(connection, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      if (property === 'on') {
        return (event: string, listener: (...values: unknown[]) => void) => {
          if (event === requests) return target;
          return target.on(event, event === broadcasts ? surviving(listener, onGarbage) : listener);
        };
      }
      if (!uncaught.has(property)) return value.bind(target);
      return (...values: unknown[]) => Promise.resolve(Reflect.apply(value, target, values)).catch(() => 0);
    },
  });

const surviving =
  (listener: (...values: unknown[]) => void, onGarbage: (error: unknown) => void) =>
  (...values: unknown[]): void => {
    try {
      listener(...values);
    } catch (error) {
      onGarbage(error);
    }
  };
