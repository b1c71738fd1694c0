import type { Metrics } from '../../engine/ops/metrics.ts';
import { waitingPackets } from './internals/waiting-packets.ts';
import type { Io, Socket } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

const sampleInterval = 250;
const mostPackets = 256;
const mostBytes = 1_000_000;
// Not worth counting their bytes: no packet is large.
const fewPackets = 4;
const patience = 10_000;

const isLagging = (socket: Socket): boolean => {
  const packets = waitingPackets(socket);
  if (packets.length <= fewPackets) return false;
  if (packets.length > mostPackets) return true;
  const bytes = packets.reduce((sum, { data }) => sum + (typeof data === 'string' ? data.length : 0), 0);
  return bytes > mostBytes;
};

/**
 * Socket.IO queues without bound for a client that does not read (200 MB in 45 s were measured). A client that lags
 * leaves its rooms, gets the heads of its conversations when it has caught up, and repairs the rest by itself; one
 * that stays stuck for ten seconds is disconnected.
 */
export const watchSlowConsumers = (
  io: Io,
  socketRooms: Pick<SocketRooms, 'pause' | 'resume'>,
  metrics: Metrics,
): { stop(): void } => {
  const laggingSince = new Map<Socket, number>();

  const takeOut = (socket: Socket) => {
    socketRooms.pause(socket);
    laggingSince.set(socket, Date.now());
    metrics.slowConsumers.inc();
  };

  const sample = () => {
    for (const socket of io.of('/').sockets.values()) {
      const since = laggingSince.get(socket);
      if (since === undefined) {
        if (isLagging(socket)) takeOut(socket);
      } else if (waitingPackets(socket).length === 0) {
        laggingSince.delete(socket);
        socketRooms.resume(socket);
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
