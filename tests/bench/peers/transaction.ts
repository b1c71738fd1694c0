import { openPrisma } from './database.ts';
import { audience, listen } from './instance.ts';
import { pubSubServer } from './pub-sub.ts';

// T: stored and numbered. A counter per conversation is raised in the transaction that creates the message.
const io = pubSubServer();
const prisma = await openPrisma();

listen(io, async (socket, message) => {
  const { conversationId, body } = message;
  const created = await prisma.$transaction(
    async (transaction) => {
      const { lastSeq } = await transaction.conversation.upsert({
        where: { id: conversationId },
        update: { lastSeq: { increment: 1 } },
        create: { id: conversationId, lastSeq: 1 },
      });
      return transaction.orderedMessage.create({
        data: { conversationId, body, seq: lastSeq, authorId: socket.data.userId },
      });
    },
    // Under full load a send waits longer for a connection than the default of two seconds.
    { maxWait: 30_000, timeout: 30_000 },
  );
  audience(io, socket, message).emit('message', created);
  return { ok: true, seq: created.seq };
});
