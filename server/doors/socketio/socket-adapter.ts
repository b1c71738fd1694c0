import { createAdapter } from '@socket.io/redis-adapter';
import { z } from 'zod';
import { serverEvents } from '../../../protocol/index.ts';
import { connectRedis } from '../../engine/bus/redis-connection.ts';
import type { Logger } from '../../engine/ops/log.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import { guardedRedis } from './internals/guarded-redis.ts';

/** The Socket.IO adapter of the control plane: typing and read marks. Messages and rejections never go this way. */
export type SocketAdapter = { adapter: ReturnType<typeof createAdapter>; stop(): void };

const longestMessage = 1_000_000;

const Rooms = z.array(z.string().max(200)).max(1_000);

/** The events that go this way; every other one is for the sockets of one instance, or in the log. */
const Event = z.union(
  Object.entries(serverEvents).flatMap(([name, { announced, payload }]) =>
    announced ? [z.tuple([z.literal(name), payload])] : [],
  ),
);

/** What one instance asks the others to send to their sockets: who asks, the packet, and whom it is for. */
const Broadcast = z.tuple([
  z.string().max(100),
  z.object({ type: z.literal(2), nsp: z.literal('/'), data: Event }),
  z.object({
    rooms: Rooms.min(1),
    except: Rooms,
    flags: z.object({ volatile: z.boolean().optional() }).optional(),
  }),
]);

const parser = {
  encode: (value: unknown) => JSON.stringify(value),
  decode: (message: Buffer) => {
    if (message.length > longestMessage) throw new Error('a broadcast on Redis is too long');
    return Broadcast.parse(JSON.parse(message.toString()));
  },
};

/**
 * @param options.urls addresses of Redis, as in REDIS_URL
 * @param options.prefix what all channels of this installation begin with
 */
export const createSocketAdapter = (options: {
  urls: string[];
  prefix: string;
  metrics: Metrics;
  log: Logger;
}): SocketAdapter => {
  const { urls, prefix, metrics, log } = options;
  const publisher = connectRedis(urls, 'publisher', log);
  const subscriber = connectRedis(urls, 'subscriber', log);
  const onGarbage = (error: unknown) => {
    metrics.busDropped.inc();
    log.debug({ err: error }, 'a broadcast over Redis could not be used; it was dropped');
  };
  const key = `${prefix}sockets:1`;
  return {
    adapter: createAdapter(guardedRedis(publisher, onGarbage), guardedRedis(subscriber, onGarbage), {
      key,
      parser,
      requestsTimeout: 2_000,
    }),
    stop: () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
};
