import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Socket as ClientSocket, io as connect } from 'socket.io-client';
import { type Conversation, type Result, type Role, type SyncData, Workspace } from '../../../protocol/index.ts';
import type { Random } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readConfig } from '../../../server/config.ts';
import { AccessChanges } from '../../../server/doors/socketio/access-changes.ts';
import { answerWith } from '../../../server/doors/socketio/dispatch.ts';
import { createHandshake } from '../../../server/doors/socketio/handshake.ts';
import { acceptConnections, createIo } from '../../../server/doors/socketio/server.ts';
import { Signals } from '../../../server/doors/socketio/signals.ts';
import type { Socket } from '../../../server/doors/socketio/socket.ts';
import { SocketRooms } from '../../../server/doors/socketio/socket-rooms.ts';
import { rooms } from '../../../server/engine/delivery/rooms-of-sockets.ts';
import { Dispatcher } from '../../../server/engine/events/dispatch.ts';
import type { Handlers } from '../../../server/engine/events/handler.ts';
import { RateLimits } from '../../../server/engine/events/rate-limits.ts';
import type { Signal } from '../../../server/engine/log/tail.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { logKinds } from '../../../server/log-kinds.ts';
import { conversationHandlers } from '../../../server/rooms/index.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import { unsaid } from '../../support/unsaid.ts';

/** What a client was told, put together as the pages do it. */
export type Client = {
  userId: string;
  socket: ClientSocket;
  /** Conversations it believes that it is a member of. */
  believes: Set<string>;
  /** Numbers of the probes that reached it. */
  heard: Set<number>;
  syncs: number;
  sync(): Promise<void>;
};

/** Mostly quick, sometimes so slow that much happens meanwhile. */
const someTime = (random: Random) => delay(random.chance(0.25) ? random.below(40) : random.below(4));

/**
 * The real rooms, signals, handshake and `sync` of an instance, over real connections. Only the database is a model: its
 * reads take a while, see the state of some moment in between, and the tail tells what was committed some time later.
 */
export class AccessWorld {
  readonly members = new Map<string, Set<string>>();
  readonly roles = new Map<string, Role>();
  readonly followed = new Set<string>();
  readonly clients: Client[] = [];
  /** Called when a connection has been let in. */
  onEnter: (socket: Socket) => void = () => {};
  readonly paused = new Set<Socket>();
  readonly heardWhilePaused: string[] = [];
  readonly socketRooms: SocketRooms;
  readonly #changes = new AccessChanges();
  readonly #signals: Signals;
  readonly #io;
  readonly #http = createServer();
  readonly #random: Random;
  /** Committed, and not reported yet. */
  #untold: Signal[] = [];
  #reading = 0;
  #telling: Promise<void> | undefined;
  #held: { seen: PromiseWithResolvers<void>; released: PromiseWithResolvers<void> } | undefined;
  /** Who must hear nothing of it any more: `user log`. */
  readonly #removed = new Set<string>();
  readonly #forbidden = new Map<number, Set<string>>();

  constructor(random: Random) {
    this.#random = random;
    const log = createLogger('silent', 'world');
    const config = readConfig({ PORT: '0' });
    const doorkeeper = {
      allow: (_: unknown, answer: (reason: null, isAllowed: boolean) => void) => answer(null, true),
    };
    this.#io = createIo(config, doorkeeper, undefined);
    const following = {
      follow: (name: string) => void this.followed.add(name),
      unfollow: (name: string) => void this.followed.delete(name),
    };
    const memberships = {
      of: (userId: string) => this.#read(() => new Map([...this.#of(userId)].map((id) => [id, 1] as const))),
      sizes: (ids: readonly string[]) => this.#read(() => new Map(ids.map((id) => [id, this.#memberCount(id)]))),
    };
    const sessions = {
      byApiToken: (userId: string) => this.#read(() => ({ me: this.#me(userId), sessionId: userId })),
      byCookie: async () => null,
      stillValid: (ids: string[]) => this.#read(() => new Set(ids)),
    };
    const view = {
      all: (userId: string) => this.#read(() => [...this.#of(userId)].map(conversation)),
      several: (users: string[], ids: string[]) =>
        this.#read(
          () => new Map(users.map((user) => [user, ids.filter((id) => this.#of(user).has(id)).map(conversation)])),
        ),
    };
    const head = () => this.#read(() => ({ version: 1, open: 0 }));
    const headOf = () => this.#read(() => 1);
    const directory = {
      several: (ids: readonly string[]) => this.#read(() => new Map(ids.map((id) => [id, this.#me(id)]))),
      named: async () => [],
    };
    const changes = this.#changes;
    this.socketRooms = new SocketRooms({
      io: this.#io,
      changes,
      following,
      memberships,
      kinds: logKinds,
      headOf,
      log,
    });
    const { socketRooms } = this;
    const workspace = { view: async () => Workspace.parse({}) };
    const guests = { tellOfPeople: async () => {}, tellOfDeleted: () => {}, membershipsChanged: async () => {} };
    this.#signals = new Signals({
      io: this.#io,
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
    // Only `sync` is asked, which needs no more than these.
    const services = {
      view,
      feed: { head },
      workspace,
      readEpoch: async () => 'one',
      readOwnHead: async () => 1,
      readDoNotDisturb: async () => null,
    } as unknown as Parameters<typeof conversationHandlers>[0];
    const { sync } = conversationHandlers(services);
    const metrics = createMetrics();
    const dispatcher = new Dispatcher({
      handlers: { sync } as Handlers,
      limits: new RateLimits(0),
      unconfirmed: async () => null,
      metrics,
      log,
    });
    const answer = answerWith({
      dispatcher,
      socketRooms,
      doorkeeper: { fault: () => {} },
      presence: { rest: () => {} },
    });
    const listen = (socket: Socket) => {
      this.onEnter(socket);
      answer(socket);
    };
    acceptConnections({
      ...{ io: this.#io, http: this.#http, instanceId: 'world', socketRooms, signals: this.#signals },
      handshake: createHandshake({
        sessions,
        memberships,
        now: () => changes.now(),
        doorkeeper: { addressOf: () => '192.0.2.1', arrive: () => null, stall: async () => {} },
        allowedOrigins: new Set(),
        log,
      }),
      doorkeeper: { watch: () => {} },
      listen,
      presence: { arrive: () => {}, leave: () => {} },
      metrics,
      isBusHealthy: () => true,
    });
  }

  async start(): Promise<void> {
    this.#http.listen(0, '127.0.0.1');
    await once(this.#http, 'listening');
  }

  async stop(): Promise<void> {
    for (const { socket } of this.clients) socket.close();
    await this.#io.close();
  }

  connect(userId: string): Client {
    const { port } = this.#http.address() as AddressInfo;
    const socket = connect(`http://127.0.0.1:${port}`, {
      ...{ transports: ['websocket'], forceNew: true, auth: { token: userId } },
      ...{ reconnectionDelay: 1, reconnectionDelayMax: 5 },
    });
    const client: Client = {
      userId,
      socket,
      believes: new Set(),
      heard: new Set(),
      syncs: 0,
      sync: () => syncOnce(client, added),
    };
    const added = new Set<string>();
    socket.on('connect', () => void client.sync());
    socket.on('conversation', ({ id }: Conversation) => {
      client.believes.add(id);
      added.add(id);
    });
    socket.on('conversation:removed', ({ conversationId }: { conversationId: string }) => {
      client.believes.delete(conversationId);
      added.delete(conversationId);
    });
    socket.on('typing', ({ userId: probe }: { userId: string }) => void client.heard.add(Number(probe)));
    this.clients.push(client);
    return client;
  }

  /** Commits a membership. */
  add(userId: string, conversationId: string): void {
    this.#of(userId).add(conversationId);
    this.#removed.delete(`${userId} ${conversationId}`);
    this.#commit({ kind: 'membership', userId, conversationId, reference: null, reason: null });
  }

  /** Commits the end of a membership. */
  remove(userId: string, conversationId: string): void {
    this.#of(userId).delete(conversationId);
    this.#commit({ kind: 'membership', userId, conversationId, reference: null, reason: null });
  }

  changeRole(userId: string, role: Role): void {
    this.roles.set(userId, role);
    if (role === 'admin') this.#removed.delete(`${userId} ${ticketLog}`);
    this.#commit({ kind: 'person', userId, conversationId: null, reference: null, reason: null });
  }

  sockets(): Socket[] {
    return [...this.#io.of('/').sockets.values()];
  }

  /** Sockets that have gone and are in a room all the same, which nobody would ever take out. */
  ghosts(): string[] {
    const { adapter, sockets } = this.#io.of('/');
    return [...adapter.rooms].flatMap(([room, ids]) => ([...ids].every((id) => sockets.has(id)) ? [] : room));
  }

  /**
   * Holds back what is read by whatever `work` begins, until it is released.
   * @returns when one such read has seen the database
   */
  async holdReadsOf(work: () => unknown): Promise<() => void> {
    const held = { seen: Promise.withResolvers<void>(), released: Promise.withResolvers<void>() };
    this.#held = held;
    await work();
    await held.seen.promise;
    this.#held = undefined;
    return held.released.resolve;
  }

  /** Waits until everything that was committed has been reported and acted on. */
  async reported(): Promise<void> {
    await until('the tail to have told everything', () => this.#telling === undefined);
  }

  /** Says something to whoever hears a log now, and notes who must not hear it. */
  probe(number: number, log: string): void {
    const room = logKinds.roomOf(log);
    this.#forbidden.set(number, new Set([...this.#removed].filter((pair) => pair.endsWith(` ${log}`))));
    const event = { conversationId: log, userId: String(number), typing: true };
    this.#io.local.to(room).emit('typing', event);
  }

  /** Probes that reached somebody after the tail's report of a removal had been acted on. */
  leaks(): string[] {
    return this.clients.flatMap(({ userId, heard }) =>
      [...heard].flatMap((number) =>
        [...(this.#forbidden.get(number) ?? [])]
          .filter((pair) => pair.startsWith(`${userId} `))
          .map((pair) => `${number}: ${pair}`),
      ),
    );
  }

  /** Waits until nothing is under way any more. */
  async quiet(): Promise<void> {
    let calm = 0;
    await until('quiet', async () => {
      const isCalm =
        this.#reading === 0 && this.#telling === undefined && this.clients.every(({ socket }) => socket.connected);
      calm = isCalm ? calm + 1 : 0;
      return calm > 1;
    });
  }

  /** What the rooms of a socket say it hears. */
  hears(socket: Socket): string[] {
    const prefix = rooms.conversation('');
    return [...socket.rooms].flatMap((room) => (room.startsWith(prefix) ? room.slice(prefix.length) : [])).sort();
  }

  /** What it should hear. */
  mayHear(userId: string): string[] {
    return [...this.#of(userId)].sort();
  }

  #commit(signal: Signal): void {
    this.#untold.push(signal);
    this.#telling ??= this.#tell();
  }

  async #tell(): Promise<void> {
    while (this.#untold.length > 0) {
      await someTime(this.#random);
      const signals = this.#untold.splice(0);
      await this.#signals.apply(signals);
      for (const signal of signals) this.#noteRemoval(signal);
    }
    this.#telling = undefined;
  }

  /** From now on the removal holds, unless something newer was committed meanwhile, which will be reported. */
  #noteRemoval({ kind, userId, conversationId }: Signal): void {
    const isOld = this.#untold.some((newer) => newer.userId === userId && newer.conversationId === conversationId);
    if (userId === null || isOld) return;
    if (kind === 'membership' && conversationId !== null && !this.#of(userId).has(conversationId))
      this.#removed.add(`${userId} ${conversationId}`);
    if (kind === 'person' && this.roles.get(userId) !== 'admin') this.#removed.add(`${userId} ${ticketLog}`);
  }

  async #read<T>(look: () => T): Promise<T> {
    const held = this.#held;
    this.#reading += 1;
    await someTime(this.#random);
    const seen = look();
    held?.seen.resolve();
    await Promise.all([someTime(this.#random), held?.released.promise]);
    this.#reading -= 1;
    return seen;
  }

  #of(userId: string): Set<string> {
    const known = this.members.get(userId) ?? new Set();
    this.members.set(userId, known);
    return known;
  }

  #memberCount(id: string): number {
    return [...this.members.values()].filter((theirs) => theirs.has(id)).length;
  }

  #me(id: string) {
    return { id, name: id, ...unsaid, role: this.roles.get(id) ?? 'member' } as const;
  }
}

export const conversation = (id: string): Conversation => ({
  ...{
    id,
    kind: 'room',
    name: id,
    topic: null,
    visibility: 'private',
    archivedAt: null,
    ownerId: null,
    peerId: null,
    peerIds: [],
    inviting: 'members',
    describing: 'members',
    memberIds: [],
    memberCount: 0,
  },
  ...{ lastSeq: 1, version: 1, readTurn: 0, readSeq: 1, unread: 0, mentions: 0, readMarks: {}, last: null },
});

/** The answer is the whole list, but for what came while it was on its way. Only the answer to the latest question counts. */
const syncOnce = async (client: Client, added: Set<string>): Promise<void> => {
  added.clear();
  client.syncs += 1;
  const asked = client.syncs;
  const answering: Promise<Result<SyncData>> = client.socket.timeout(5_000).emitWithAck('sync', {});
  const answer = await answering.catch(() => undefined);
  if (!answer?.ok || client.syncs !== asked) return;
  client.believes = new Set([...answer.data.conversations.map(({ id }) => id), ...added]);
};
