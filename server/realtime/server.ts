import type { Server as HttpServer } from 'node:http';
import type { createAdapter } from '@socket.io/redis-adapter';
import { Server } from 'socket.io';
import { Decoder } from 'socket.io-parser';
import { limits, type Notice, paths, timing } from '../../protocol/index.ts';
import type { Presence } from '../cluster/presence.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Dispatcher } from './dispatch.ts';
import { JsonEncoder } from './encoder.ts';
import { isAllowedOrigin } from './handshake.ts';
import type { Io, Socket } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

/** The header that says which instance serves a connection; harmless, and what one looks for first when something is odd. */
export const instanceHeader = 'x-switchboard-instance';

/**
 * The Socket.IO server on an HTTP server. It accepts nobody before {@link acceptConnections}.
 * @param adapter carries the control plane between instances; without one there is only this instance
 */
export const createIo = (options: {
  http: HttpServer;
  config: Config;
  adapter?: ReturnType<typeof createAdapter>;
  log: Logger;
}): Io => {
  const { http, config, adapter, log } = options;
  const io: Io = new Server(http, {
    path: paths.socket,
    parser: { Encoder: JsonEncoder, Decoder },
    serveClient: false,
    transports: ['websocket'],
    destroyUpgrade: false,
    maxHttpBufferSize: limits.packetBytes,
    pingInterval: timing.heartbeatInterval,
    pingTimeout: timing.heartbeatTimeout,
    perMessageDeflate: false,
    httpCompression: false,
    cors: { origin: [...config.ALLOWED_ORIGINS], credentials: true },
    allowRequest: (request, answer) => {
      const allowed = isAllowedOrigin(request, config.ALLOWED_ORIGINS);
      if (!allowed) log.warn({ origin: request.headers.origin }, 'refused a connection from another origin');
      answer(allowed ? null : 'forbidden_origin', allowed);
    },
    ...(adapter && { adapter }),
  });
  io.engine.on('headers', (headers: Record<string, string>) => {
    headers[instanceHeader] = config.INSTANCE_ID;
  });
  return io;
};

/** Lets clients in: handshake, rooms, presence, events. */
export const acceptConnections = (options: {
  io: Io;
  handshake: Parameters<Io['use']>[0];
  socketRooms: SocketRooms;
  dispatcher: Dispatcher;
  presence: Presence;
  metrics: Metrics;
  isBusHealthy: () => boolean;
}): void => {
  const { io, handshake, socketRooms, dispatcher, presence, metrics, isBusHealthy } = options;
  io.use(handshake);
  io.on('connection', (socket: Socket) => {
    const { me } = socket.data.identity;
    socketRooms.enter(socket);
    dispatcher.listen(socket);
    metrics.connections.inc();
    presence.set(me.id, socket.id, 'online');
    if (!isBusHealthy()) socket.emit('notice', { kind: 'degraded' });
    socket.on('disconnect', () => {
      metrics.connections.dec();
      presence.set(me.id, socket.id, 'offline');
    });
  });
};

/** Says something to everybody who is connected to this instance. */
export const tellEverybody = (io: Io, notice: Notice): void => {
  io.local.emit('notice', notice);
};
