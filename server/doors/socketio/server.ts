import type { Server as HttpServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { createAdapter } from '@socket.io/redis-adapter';
import { Server } from 'socket.io';
import { Decoder } from 'socket.io-parser';
import { limits, type Notice, paths, timing } from '../../../protocol/index.ts';
import type { Config } from '../../config.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import type { Presence } from '../../engine/presence/presence.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { dropUnused } from './internals/drop-unused.ts';
import { JsonEncoder } from './internals/encoder.ts';
import { FrugalWebSocketServer } from './internals/web-sockets.ts';
import type { Signals } from './signals.ts';
import type { Io, Socket } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

/** The header that says which instance serves a connection; harmless, and what one looks for first when something is odd. */
export const instanceHeader = 'x-switchboard-instance';

/**
 * The Socket.IO server. Nobody can reach it before {@link acceptConnections}.
 * @param doorkeeper decides who may open a connection
 * @param adapter carries the control plane between instances; without one there is only this instance
 */
export const createIo = (
  config: Pick<Config, 'ALLOWED_ORIGINS'>,
  doorkeeper: Pick<Doorkeeper, 'allow'>,
  adapter: ReturnType<typeof createAdapter> | undefined,
): Io =>
  new Server({
    path: paths.socket,
    parser: { Encoder: JsonEncoder, Decoder },
    wsEngine: FrugalWebSocketServer,
    serveClient: false,
    transports: ['websocket'],
    destroyUpgrade: false,
    maxHttpBufferSize: limits.packetBytes,
    connectTimeout: timing.handshake,
    allowRequest: (request, answer) => doorkeeper.allow(request, answer),
    pingInterval: timing.heartbeatInterval,
    pingTimeout: timing.heartbeatTimeout,
    perMessageDeflate: false,
    httpCompression: false,
    cors: { origin: [...config.ALLOWED_ORIGINS], credentials: true },
    ...(adapter && { adapter }),
  });

/** Lets clients in: handshake, rooms, presence, events. */
export const acceptConnections = (options: {
  io: Io;
  http: HttpServer;
  doorkeeper: Pick<Doorkeeper, 'watch'>;
  instanceId: string;
  handshake: Parameters<Io['use']>[0];
  socketRooms: Pick<SocketRooms, 'enter'>;
  signals: Pick<Signals, 'catchUp'>;
  /** Answers every event of a socket from now on. */
  listen: (socket: Socket) => void;
  presence: Pick<Presence, 'arrive' | 'leave'>;
  metrics: Pick<Metrics, 'connections'>;
  isBusHealthy: () => boolean;
}): void => {
  const { io, http, doorkeeper, instanceId, handshake, socketRooms, signals, listen, presence, metrics, isBusHealthy } =
    options;
  // One for all sockets: a closure for each would be memory for each.
  const left = function (this: Socket) {
    metrics.connections.dec();
    presence.leave(this.data.identity.me.id, this.data.resting);
  };
  io.use(handshake);
  io.on('connection', (socket: Socket) => {
    const { me } = socket.data.identity;
    dropUnused(socket);
    const missed = socketRooms.enter(socket);
    listen(socket);
    metrics.connections.inc();
    presence.arrive(me.id);
    if (!isBusHealthy()) socket.emit('notice', { kind: 'degraded' });
    socket.on('disconnect', left);
    if (missed.length > 0) signals.catchUp(socket, missed);
  });
  // Last: a client that came before the handshake was in place would be let in unseen, and never be answered.
  io.attach(http);
  io.engine.on('connection', (connection: Socket['conn']) => doorkeeper.watch(connection));
  io.engine.on('headers', (headers: Record<string, string>) => {
    headers[instanceHeader] = instanceId;
  });
};

/** Ends every connection, after what was answered last has left. */
export const closeConnections = async (io: Io): Promise<void> => {
  // Nothing to close before anybody could connect.
  if (io.httpServer === undefined) return;
  // Answers leave at the end of the turn in which they were given: see gather-writes.ts.
  await nextTurn();
  await nextTurn();
  await io.close();
};

/** Says something to everybody who is connected to this instance. */
export const tellEverybody = (io: Io, notice: Notice): void => {
  io.local.emit('notice', notice);
};
