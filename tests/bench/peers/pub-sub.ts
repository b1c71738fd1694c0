import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import type { PeerServer } from './instance.ts';
import { settings } from './settings.ts';

/** Socket.IO over Redis Pub/Sub, with the options that its documentation shows; WebSocket only, as ours. */
export const pubSubServer = (): PeerServer => {
  const publisher = new Redis(settings.REDIS_URL);
  return new Server({
    transports: ['websocket'],
    serveClient: false,
    adapter: createAdapter(publisher, publisher.duplicate()),
  });
};
