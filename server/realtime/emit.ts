import type { Message, Rejection } from '../../protocol/index.ts';
import { rooms } from '../cluster/rooms.ts';
import { type Batch, ticketLog } from '../log/batch.ts';
import type { Io } from './socket.ts';

/** Pushes a batch to this instance's own sockets: one packet, encoded once, whatever the number of sockets. */
export const emitBatch = (io: Io, { log, after, version, entries }: Batch): void => {
  const { rooms: occupied } = io.of('/').adapter;
  if (log === ticketLog) {
    if (occupied.has(rooms.admins))
      io.local.to(rooms.admins).emit('tickets', { after, version, rejections: entries as Rejection[] });
    return;
  }
  const room = rooms.conversation(log);
  if (occupied.has(room))
    io.local.to(room).emit('messages', { conversationId: log, after, version, messages: entries as Message[] });
};
