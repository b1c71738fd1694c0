import { randomUUID } from 'node:crypto';
import { audience, listen } from './instance.ts';
import { pubSubServer } from './pub-sub.ts';

// S: plain Socket.IO with the Redis adapter. Stores nothing, orders nothing, checks nothing.
const io = pubSubServer();

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
