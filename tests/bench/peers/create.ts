import { openPrisma } from './database.ts';
import { audience, listen } from './instance.ts';
import { pubSubServer } from './pub-sub.ts';

// C: the common pattern. Each message is created with Prisma, then emitted.
const io = pubSubServer();
const prisma = await openPrisma();

listen(io, async (socket, message) => {
  const { conversationId, body } = message;
  const created = await prisma.message.create({ data: { conversationId, body, authorId: socket.data.userId } });
  audience(io, socket, message).emit('message', created);
  return { ok: true };
});
