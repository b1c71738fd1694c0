import { randomUUID } from 'node:crypto';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { audience, listen, type PeerServer } from './instance.ts';
import { settings } from './settings.ts';

// R: Socket.IO's own answer to lost messages, connection state recovery on the Redis Streams adapter.
const io: PeerServer = new Server({
  transports: ['websocket'],
  serveClient: false,
  connectionStateRecovery: { maxDisconnectionDuration: 2 * 60_000, skipMiddlewares: true },
  adapter: createAdapter(new Redis(settings.REDIS_URL)),
});

listen(io, (socket, message) => {
  const { conversationId, body } = message;
  audience(io, socket, message).emit('message', {
    id: randomUUID(),
    conversationId,
    authorId: socket.data.userId,
    body,
    createdAt: new Date().toISOString(),
  });
  return { ok: true };
});
