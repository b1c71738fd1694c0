import type { Server as HttpServer } from 'node:http';
import { ConversationView } from './chat/conversation-view.ts';
import { Conversations } from './chat/conversations.ts';
import { Memberships } from './chat/memberships.ts';
import { Messages } from './chat/messages.ts';
import { ReadMarks } from './chat/read-marks.ts';
import { doorbell } from './cluster/bus.ts';
import { Presence } from './cluster/presence.ts';
import { rooms } from './cluster/rooms.ts';
import { createSocketAdapter } from './cluster/socket-adapter.ts';
import { Delivery } from './delivery/delivery.ts';
import { createPublisher, receiveBatches } from './delivery/publisher.ts';
import type { Foundation } from './foundation.ts';
import { Appender } from './log/append.ts';
import { readChanges } from './log/changes.ts';
import { GroupCommit } from './log/group-commit.ts';
import { startPruning } from './log/prune.ts';
import { Tail } from './log/tail.ts';
import { Directory } from './people/directory.ts';
import type { Sessions } from './people/sessions.ts';
import { Dispatcher } from './realtime/dispatch.ts';
import { drain } from './realtime/drain.ts';
import { Emitter } from './realtime/emitter.ts';
import { createHandlers } from './realtime/handlers.ts';
import { createHandshake } from './realtime/handshake.ts';
import { startHeads } from './realtime/heads.ts';
import { RateLimits } from './realtime/rate-limits.ts';
import { acceptConnections, closeConnections, createIo, tellEverybody } from './realtime/server.ts';
import { startSessionCheck } from './realtime/session-check.ts';
import { Signals } from './realtime/signals.ts';
import { watchSlowConsumers } from './realtime/slow-consumers.ts';
import { SocketRooms } from './realtime/socket-rooms.ts';
import { createFeed } from './tickets/feed.ts';

/** The sockets of this instance. */
export type Live = {
  delivery: Delivery;
  /** Makes every instance look at the log now. */
  ring(): void;
  /** Sends everybody to another instance. */
  drain(): Promise<void>;
};

/** Wires everything that serves sockets. Nothing is decided here; read it as a table of contents. */
export const startLive = async (
  foundation: Foundation,
  options: { http: HttpServer; sessions: Sessions; stack: AsyncDisposableStack },
): Promise<Live> => {
  const { config, log, metrics, database, bus } = foundation;
  const { http, sessions, stack } = options;

  const control = config.REDIS_URL && createSocketAdapter(config.REDIS_URL, log);
  stack.defer(() => control?.stop());
  const io = createIo(config, control?.adapter);
  stack.defer(() => closeConnections(io));

  const emitter = new Emitter(io);
  const delivery = new Delivery({
    emit: (batch) => emitter.emit(batch),
    read: (after) => readChanges(database, after),
    isBusHealthy: () => bus.isHealthy(),
    metrics,
    log,
  });
  stack.defer(() => delivery.stop());
  const publish = createPublisher(bus, delivery);

  const commits = new GroupCommit(new Appender(database, metrics, log), publish);
  stack.defer(() => commits.idle());
  const readMarks = new ReadMarks(database, log);
  stack.defer(() => readMarks.flush());
  const view = new ConversationView(database);
  const memberships = new Memberships(database);
  const directory = new Directory(database);
  const feed = createFeed({ database, publish });
  const ticketHead = () => feed.head();
  const socketRooms = new SocketRooms({ io, following: delivery, memberships, ticketHead, log });
  const signals = new Signals({ io, view, directory, sessions, socketRooms, log });

  const tail = new Tail({
    database,
    metrics,
    log,
    isBusHealthy: () => bus.isHealthy(),
    onTidings: async ({ heads, signals: news }) => {
      for (const [name, version] of heads) delivery.expect(name, version);
      await signals.apply(news);
    },
  });
  const ring = () => {
    tail.wake();
    bus.publish(doorbell, '');
  };
  bus.subscribe(doorbell, () => tail.wake());
  bus.onHealth((healthy) => {
    tail.wake();
    tellEverybody(io, { kind: healthy ? 'restored' : 'degraded' });
  });
  const presence = new Presence({
    bus,
    instanceId: config.INSTANCE_ID,
    log,
    onChange: (userId, state) => io.local.to(rooms.watchers(userId)).emit('presence', [{ userId, state }]),
  });
  receiveBatches(bus, delivery);

  const conversations = new Conversations(database, view, ring);
  const messages = new Messages({ database, commits, publish, readMarks });
  const handlers = createHandlers({ conversations, view, readMarks, messages, feed, directory, presence, socketRooms });
  const limits = new RateLimits(config.RATE_LIMIT_FACTOR);
  const dispatcher = new Dispatcher({ handlers, limits, metrics, log });
  const handshake = createHandshake({ sessions, memberships, allowedOrigins: config.ALLOWED_ORIGINS, log });

  await tail.start();
  stack.defer(() => tail.stop());
  presence.start();
  stack.defer(() => presence.stop());
  const watchers = [
    startHeads(io, () => delivery.versions()),
    startSessionCheck(io, sessions, log),
    startPruning(database, log),
    watchSlowConsumers(io, (socket) => socketRooms.comeBack(socket), metrics),
  ];
  stack.defer(() => {
    for (const watcher of watchers) watcher.stop();
  });
  acceptConnections({
    ...{ io, http, instanceId: config.INSTANCE_ID, handshake, socketRooms, signals, dispatcher, presence, metrics },
    isBusHealthy: () => bus.isHealthy(),
  });
  return { delivery, ring, drain: () => drain(io, config.REDIS_URL !== undefined) };
};
