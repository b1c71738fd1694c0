import type { Socket } from '../socket.ts';

/**
 * What waits to be written to a connection: Engine.IO keeps its queue private, and offers no other way to see that a client
 * does not read.
 */
export const waitingPackets = (socket: Socket): { data?: unknown }[] => {
  const queue: unknown = Reflect.get(socket.conn, 'writeBuffer');
  return Array.isArray(queue) ? queue : [];
};
