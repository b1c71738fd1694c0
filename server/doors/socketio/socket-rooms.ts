import type { Conversation } from '../../../protocol/index.ts';
import { rooms } from '../../engine/delivery/rooms-of-sockets.ts';
import type { LogKinds } from '../../engine/log/kinds.ts';
import type { Signal } from '../../engine/log/tail.ts';
import type { Logger } from '../../engine/ops/log.ts';
import { hearerOf } from '../../people/index.ts';
import type { Memberships } from '../../rooms/index.ts';
import type { AccessChanges, Moment } from './access-changes.ts';
import type { Io, Socket } from './socket.ts';

/** The part of the delivery that must know which logs this instance's sockets follow. */
export type Following = {
  follow(log: string, version: number): void;
  unfollow(log: string): void;
};

type Options = {
  io: Io;
  changes: AccessChanges;
  following: Following;
  memberships: Pick<Memberships, 'of'>;
  kinds: LogKinds;
  /** Reads how far a log is. Whoever asks at once shares a query. */
  headOf: (log: string) => Promise<number>;
  log: Logger;
};

const conversationRoom = rooms.conversation('');
const watchersRoom = rooms.watchers('');

const changedConversations = (signals: Signal[]): ReadonlySet<string> =>
  new Set(signals.flatMap(({ kind, conversationId }) => (kind === 'membership' && conversationId) || []));

/**
 * The one door into a room of sockets: nobody else joins a socket to anything or takes it out. Whoever asks for it says
 * the {@link Moment} before the memberships or the role were read; what was reported since then is newer and wins, and
 * whoever acts on that report brings a newer reading. A socket that has gone joins nothing: nobody would take it out again.
 */
export class SocketRooms {
  readonly #options: Options;
  /** One name for all sockets of a room: each would keep one of its own otherwise. */
  readonly #names = new Map<string, string>();
  /** Sockets that hear nothing until they have caught up. */
  readonly #paused = new WeakSet<Socket>();

  constructor(options: Options) {
    this.#options = options;
    options.io.of('/').adapter.on('delete-room', (room: string) => this.#forget(room));
  }

  /** @returns the moment to take before reading what a socket may hear */
  now(): Moment {
    return this.#options.changes.now();
  }

  /**
   * Joins a fresh socket to what its handshake found.
   * @returns what was reported meanwhile about its person or session, for {@link Signals.catchUp}: it is left out
   */
  enter(socket: Socket): Signal[] {
    const { identity, admission } = socket.data;
    socket.data.admission = undefined;
    // Socket.IO gives every socket a room of its own. Nobody speaks to it, and it costs as much memory as any other.
    void socket.leave(socket.id);
    void socket.join(rooms.user(identity.me.id));
    if (identity.me.role === 'guest') void socket.join(rooms.guests);
    if (admission === undefined) return [];
    const { moment, memberships } = admission;
    const missed = this.#since(socket, moment);
    if (missed === null) return [];
    const changed = changedConversations(missed);
    this.#join(
      socket,
      [...memberships].filter(([id]) => !changed.has(id)),
    );
    this.enterOwn(socket, moment);
    return missed;
  }

  /** Lets a socket hear what its person may hear by who they are. @param moment before that was read */
  enterOwn(socket: Socket, moment: Moment): void {
    const changed = this.#since(socket, moment)?.some(({ kind }) => kind === 'person') ?? true;
    if (!changed) this.#joinOwn(socket, false);
  }

  /**
   * Joins a socket to a conversation that its person is a member of.
   * @param moment before the conversation was read
   * @returns whether the client may be shown it: false when a newer report says otherwise, or will
   */
  show(socket: Socket, moment: Moment, { id, version }: Conversation): boolean {
    if (!this.#isCurrent(socket, moment, id)) return false;
    this.#join(socket, [[id, version]]);
    return true;
  }

  /**
   * Takes a socket out of a conversation that its person is no member of.
   * @param moment before that was read
   * @returns whether the client may be told: false when a newer report says otherwise, or will
   */
  hide(socket: Socket, moment: Moment, conversationId: string): boolean {
    if (!this.#isCurrent(socket, moment, conversationId)) return false;
    void socket.leave(rooms.conversation(conversationId));
    return true;
  }

  /** @returns whether a socket hears a conversation */
  hears(socket: Socket, conversationId: string): boolean {
    return socket.rooms.has(rooms.conversation(conversationId));
  }

  /**
   * Makes a socket's rooms equal to the memberships, whatever it missed before.
   * @param moment before they were read
   * @param conversations all of the person's
   * @returns those that the client may be told
   */
  reconcile(socket: Socket, moment: Moment, conversations: Conversation[]): Conversation[] {
    const missed = this.#since(socket, moment);
    if (missed === null) return [];
    const changed = changedConversations(missed);
    const wanted = new Set(conversations.map(({ id }) => rooms.conversation(id)));
    for (const room of socket.rooms) {
      if (!room.startsWith(conversationRoom) || wanted.has(room)) continue;
      if (!changed.has(room.slice(conversationRoom.length))) void socket.leave(room);
    }
    const fresh = conversations.filter(({ id }) => !changed.has(id) && !this.hears(socket, id));
    this.#join(
      socket,
      fresh.map(({ id, version }) => [id, version]),
    );
    if (fresh.length > 0) this.#orClose(socket, this.#tellHeads(socket, new Set(fresh.map(({ id }) => id))));
    return conversations.filter(({ id }) => !changed.has(id) || this.hears(socket, id));
  }

  /** Watches these people's presence, and nobody else's. */
  watch(socket: Socket, userIds: string[]): void {
    const wanted = new Set(userIds.map((id) => this.#nameOf(rooms.watchers(id))));
    for (const room of socket.rooms) if (room.startsWith(watchersRoom) && !wanted.has(room)) void socket.leave(room);
    if (socket.connected && wanted.size > 0) void socket.join([...wanted]);
  }

  /** @returns whose presence a socket watches */
  watched(socket: Socket): string[] {
    const names = [...socket.rooms].filter((room) => room.startsWith(watchersRoom));
    return names.map((room) => room.slice(watchersRoom.length));
  }

  /** Hears how the installation is doing, or no longer. Whose role changes is disconnected, see signals.ts. */
  watchCluster(socket: Socket, on: boolean): void {
    if (!on) void socket.leave(rooms.cluster);
    else if (socket.connected) void socket.join(rooms.cluster);
  }

  /** Takes a socket out of everything that goes to many, until {@link resume}. */
  pause(socket: Socket): void {
    this.#paused.add(socket);
    for (const room of socket.rooms) if (this.#options.kinds.logIn(room) !== undefined) void socket.leave(room);
  }

  /** Lets a paused socket in again, and tells it the heads, so that it repairs itself. Ends it when that is impossible. */
  resume(socket: Socket): void {
    // At once, not after the reading: what a signal joins it to meanwhile must hold.
    this.#paused.delete(socket);
    const comeBack = async () => {
      const moment = this.now();
      const memberships = await this.#options.memberships.of(socket.data.identity.me.id);
      const missed = this.#since(socket, moment);
      if (missed === null) return;
      const changed = changedConversations(missed);
      this.#join(
        socket,
        [...memberships].filter(([id]) => !changed.has(id)),
      );
      this.#joinOwn(socket, true);
      await this.#tellHeads(socket, new Set(memberships.keys()));
    };
    this.#orClose(socket, comeBack());
  }

  #join(socket: Socket, heads: [conversationId: string, version: number][]): void {
    if (!socket.connected || this.#paused.has(socket)) return;
    void socket.join(heads.map(([id]) => this.#nameOf(rooms.conversation(id))));
    for (const [id, version] of heads) this.#options.following.follow(id, version);
  }

  #joinOwn(socket: Socket, tellHeads: boolean): void {
    const { kinds, headOf, following } = this.#options;
    const isNew = (log: string) => !socket.rooms.has(kinds.roomOf(log));
    const logs = kinds.heardBy(hearerOf(socket.data.identity)).filter(isNew);
    if (logs.length === 0 || !socket.connected || this.#paused.has(socket)) return;
    void socket.join(logs.map((log) => this.#nameOf(kinds.roomOf(log))));
    const follow = async (log: string) => {
      const version = await headOf(log);
      // Whoever has left meanwhile has no log followed: nobody would unfollow it.
      if (isNew(log)) return;
      following.follow(log, version);
      const { event, payload } = kinds.headOf(log, version);
      if (tellHeads) socket.emit(event, payload as never);
    };
    for (const log of logs) this.#orClose(socket, follow(log));
  }

  /** Says how far conversations are that a socket hears: read after it joined them, so nothing is missed between. */
  async #tellHeads(socket: Socket, conversationIds: ReadonlySet<string>): Promise<void> {
    const heads = await this.#options.memberships.of(socket.data.identity.me.id);
    for (const [conversationId, version] of heads) {
      if (!conversationIds.has(conversationId) || !this.hears(socket, conversationId)) continue;
      this.#options.following.follow(conversationId, version);
      socket.emit('head', { conversationId, version });
    }
  }

  #isCurrent(socket: Socket, moment: Moment, conversationId: string): boolean {
    const missed = this.#since(socket, moment);
    return missed !== null && !changedConversations(missed).has(conversationId);
  }

  /** Like {@link AccessChanges.since}; a socket whose reading is too old to be judged comes back with a fresh one. */
  #since(socket: Socket, moment: Moment): Signal[] | null {
    const missed = this.#options.changes.since(moment, socket.data.identity);
    if (missed === null) socket.conn.close();
    return missed;
  }

  #orClose(socket: Socket, work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'what a client may hear could not be read; it will reconnect');
      socket.conn.close();
    });
  }

  #nameOf(room: string): string {
    const known = this.#names.get(room);
    if (known !== undefined) return known;
    this.#names.set(room, room);
    return room;
  }

  #forget(room: string): void {
    this.#names.delete(room);
    const log = this.#options.kinds.logIn(room);
    if (log !== undefined) this.#options.following.unfollow(log);
  }
}
