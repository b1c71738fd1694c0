import { rooms } from '../cluster/rooms.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Io, Socket } from './socket.ts';

const sampleInterval = 250;
const mostPackets = 256;
const mostBytes = 1_000_000;
// Not worth counting their bytes: no packet is large.
const fewPackets = 4;
const patience = 10_000;

const conversationRoom = rooms.conversation('');

// Engine.IO keeps its queue private, and offers no other way to see that a client does not read.
const waiting = (socket: Socket): { data?: unknown }[] => {
  const queue: unknown = Reflect.get(socket.conn, 'writeBuffer');
  return Array.isArray(queue) ? queue : [];
};

const isLagging = (socket: Socket): boolean => {
  const packets = waiting(socket);
  if (packets.length <= fewPackets) return false;
  if (packets.length > mostPackets) return true;
  const bytes = packets.reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
  return bytes > mostBytes;
};

/**
 * Socket.IO queues without bound for a client that does not read (200 MB in 45 s were measured). A client that lags
 * leaves its rooms, gets the heads of its conversations when it has caught up, and repairs the rest by itself; one
 * that stays stuck for ten seconds is disconnected.
 * @param comeBack lets a socket into its rooms again and tells it the heads of what it may have missed
 */
export const watchSlowConsumers = (io: Io, comeBack: (socket: Socket) => void, metrics: Metrics): { stop(): void } => {
  const laggingSince = new Map<Socket, number>();

  const takeOut = (socket: Socket) => {
    for (const room of socket.rooms)
      if (room.startsWith(conversationRoom) || room === rooms.admins) void socket.leave(room);
    laggingSince.set(socket, Date.now());
    metrics.slowConsumers.inc();
  };

  const sample = () => {
    for (const socket of io.of('/').sockets.values()) {
      const since = laggingSince.get(socket);
      if (since === undefined) {
        if (isLagging(socket)) takeOut(socket);
      } else if (waiting(socket).length === 0) {
        laggingSince.delete(socket);
        comeBack(socket);
      } else if (Date.now() - since > patience) {
        laggingSince.delete(socket);
        socket.conn.close(true);
      }
    }
    for (const socket of laggingSince.keys()) if (!socket.connected) laggingSince.delete(socket);
  };

  const timer = setInterval(sample, sampleInterval);
  return { stop: () => clearInterval(timer) };
};
