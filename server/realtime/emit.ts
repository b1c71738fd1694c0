import { rooms } from '../cluster/rooms.ts';
import { type Batch, ticketLog } from '../log/batch.ts';
import { payloadOf } from '../log/payload.ts';
import { EncodedJson } from './encoder.ts';
import type { Io } from './socket.ts';

/** Pushes a batch to this instance's own sockets: one packet, encoded once, whatever the number of sockets. */
export const emitBatch = (io: Io, batch: Batch): void => {
  const room = batch.log === ticketLog ? rooms.admins : rooms.conversation(batch.log);
  if (!io.of('/').adapter.rooms.has(room)) return;
  const { event, json } = payloadOf(batch);
  // The text is what the contract's encoding of this event is; the types only know the decoded form.
  io.local.to(room).emit(event, new EncodedJson(json) as never);
};
