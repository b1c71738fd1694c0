import type { Server as HttpServer } from 'node:http';
import { AccessChanges } from './doors/socketio/access-changes.ts';
import { createAnnounce, createClusterWatchers } from './doors/socketio/announcements.ts';
import { answerWith } from './doors/socketio/dispatch.ts';
import { Doorkeeper } from './doors/socketio/doorkeeper.ts';
import { drain } from './doors/socketio/drain.ts';
import { Emitter } from './doors/socketio/emitter.ts';
import { Guests } from './doors/socketio/guests.ts';
import { createHandshake } from './doors/socketio/handshake.ts';
import { startHeads } from './doors/socketio/heads.ts';
import { acceptConnections, closeConnections, createIo, tellEverybody } from './doors/socketio/server.ts';
import { startSessionCheck } from './doors/socketio/session-check.ts';
import { Signals } from './doors/socketio/signals.ts';
import { watchSlowConsumers } from './doors/socketio/slow-consumers.ts';
import { createSocketAdapter } from './doors/socketio/socket-adapter.ts';
import { SocketRooms } from './doors/socketio/socket-rooms.ts';
import { startOver } from './doors/socketio/start-over.ts';
import { doorbell } from './engine/bus/bus.ts';
import { Delivery } from './engine/delivery/delivery.ts';
import { createPublisher, receiveBatches } from './engine/delivery/publisher.ts';
import { rooms } from './engine/delivery/rooms-of-sockets.ts';
import type { Dispatcher } from './engine/events/dispatch.ts';
import { Peers } from './engine/events/peers.ts';
import type { RateLimits } from './engine/events/rate-limits.ts';
import { readChanges } from './engine/log/changes.ts';
import { doubtEpoch, isBehind } from './engine/log/epoch/doubt.ts';
import { createHeadReader } from './engine/log/heads.ts';
import { Tail } from './engine/log/tail.ts';
import { createClientAddress } from './engine/ops/client-address.ts';
import { Presence } from './engine/presence/presence.ts';
import type { Foundation } from './foundation.ts';
import type { Arrivals } from './hooks/index.ts';
import { logKinds } from './log-kinds.ts';
import { openNouns } from './nouns.ts';
import type { SignIn } from './people/sign-in.ts';

/** The sockets of this instance. */
export type Live = {
  delivery: Delivery;
  /** Answers what is asked, through whichever door. */
  dispatcher: Dispatcher;
  /** What comes in by webhooks, and how often. */
  arrivals: Arrivals;
  limits: RateLimits;
  /** What each person has used up. */
  peers: Peers;
  /** Makes every instance look at the log now. */
  ring(): void;
  /** Calls back when something was committed, by whomever. */
  onNews(listener: () => void): void;
  /** How many people have a connection to this instance. */
  people(): number;
  /** Sends everybody to another instance. */
  drain(): Promise<void>;
};

/** Wires everything that serves sockets. Nothing is decided here; read it as a table of contents. */
export const startLive = async (
  foundation: Foundation,
  options: { http: HttpServer; signIn: SignIn; stack: AsyncDisposableStack },
): Promise<Live> => {
  const { config, log, metrics, database, bus, traces, redisPrefix } = foundation;
  const { http, signIn, stack } = options;
  const { sessions, workspace } = signIn;

  const control =
    config.REDIS_URL && createSocketAdapter({ urls: config.REDIS_URL, prefix: redisPrefix, metrics, log });
  stack.defer(() => control?.stop());
  const peers = new Peers(config.RATE_LIMIT_FACTOR);
  stack.defer(() => peers.stop());
  const clientAddress = createClientAddress(config.TRUSTED_PROXIES);
  const doorkeeper = new Doorkeeper({ peers, clientAddress, metrics, log });
  const io = createIo(config, doorkeeper, control?.adapter);
  stack.defer(() => closeConnections(io));

  const emitter = new Emitter(io, logKinds);
  const delivery = new Delivery({
    emit: (batch) => emitter.emit(batch),
    read: (after) => readChanges(logKinds, database, after),
    isBusHealthy: () => bus.isHealthy(),
    ...{ traces, metrics, log },
  });
  stack.defer(() => delivery.stop());
  const publish = createPublisher(logKinds, bus, traces, delivery);

  const presence = new Presence({
    bus,
    log,
    onChange: (userId, state) => io.local.to(rooms.watchers(userId)).emit('presence', [{ userId, state }]),
  });
  const { dispatcher, limits, arrivals, view, memberships, directory, acquaintances } = openNouns(foundation, {
    ...{ signIn, presence, publish, stack },
    announce: createAnnounce(io),
    watchers: createClusterWatchers(io),
    ring: () => ring(),
  });
  const headOf = createHeadReader(logKinds, database);
  const changes = new AccessChanges();
  const socketRooms = new SocketRooms({ io, changes, following: delivery, memberships, kinds: logKinds, headOf, log });
  const guests = new Guests({ io, acquaintances, socketRooms });
  const signals = new Signals({
    io,
    changes,
    view,
    memberships,
    directory,
    sessions,
    socketRooms,
    workspace,
    guests,
    log,
  });

  const tail = new Tail({
    kinds: logKinds,
    database,
    metrics,
    log,
    isBusHealthy: () => bus.isHealthy(),
    onTidings: async ({ heads, signals: news }) => {
      for (const [name, version] of heads) delivery.expect(name, version);
      await signals.apply(news);
    },
    onEpoch: (epoch) => {
      traces.forget();
      return startOver({ io, changes, following: delivery, socketRooms, log }, epoch);
    },
    onSetBack: async (epoch) => {
      if (await isBehind(logKinds, database, [...delivery.versions()])) await doubtEpoch(database, epoch, null);
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
  receiveBatches(logKinds, bus, delivery, (name) => emitter.isHeard(name));

  const now = () => changes.now();
  const { ALLOWED_ORIGINS: allowedOrigins } = config;
  const handshake = createHandshake({ sessions, memberships, now, doorkeeper, allowedOrigins, log });

  await tail.start();
  stack.defer(() => tail.stop());
  presence.start();
  stack.defer(() => presence.stop());
  const watchers = [
    startHeads(io, logKinds, () => delivery.versions()),
    startSessionCheck(io, sessions, log),
    watchSlowConsumers(io, socketRooms, metrics),
  ];
  stack.defer(() => {
    for (const watcher of watchers) watcher.stop();
  });
  acceptConnections({
    ...{
      io,
      http,
      doorkeeper,
      instanceId: config.INSTANCE_ID,
      handshake,
      socketRooms,
      signals,
      listen: answerWith({ dispatcher, socketRooms, doorkeeper, presence }),
      presence,
      metrics,
    },
    isBusHealthy: () => bus.isHealthy(),
  });
  const onNews = (listener: () => void) => tail.onNews(listener);
  return {
    ...{ delivery, dispatcher, arrivals, limits, peers, ring, onNews },
    people: () => presence.here,
    drain: () => drain(io, config.REDIS_URL !== undefined),
  };
};
