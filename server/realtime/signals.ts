import { limits } from '../../protocol/index.ts';
import type { ConversationView } from '../chat/conversation-view.ts';
import { rooms } from '../cluster/rooms.ts';
import type { Signal } from '../log/tail.ts';
import type { Logger } from '../ops/log.ts';
import type { Directory } from '../people/directory.ts';
import type { Sessions } from '../people/sessions.ts';
import { signOut } from './session-check.ts';
import type { Io, Socket } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

type Options = {
  io: Io;
  view: ConversationView;
  directory: Directory;
  sessions: Sessions;
  socketRooms: SocketRooms;
  log: Logger;
};

/** How long a signal is remembered, in ms: longer than any handshake, whose queries end after 5 s each. */
const memory = 30_000;

/** Acts on what the tail reports about memberships, conversations, sessions and people, for this instance's sockets. */
export class Signals {
  readonly #options: Options;
  /** What was reported of late, the newest last. */
  #recent: { signal: Signal; at: number }[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws when the database cannot be asked; the tail then reports the same again */
  async apply(signals: Signal[]): Promise<void> {
    const at = performance.now();
    this.#recent = this.#recent.filter((recent) => at - recent.at < memory);
    for (const signal of signals) this.#recent.push({ signal, at });
    await this.#act(signals, this.#viewersOf(signals));
  }

  /**
   * Applies once more, to a connection that was just let in, what was reported while its handshake was asking who it is:
   * nobody could apply it to a connection that was not there yet.
   */
  catchUp(socket: Socket): void {
    const { identity, askedAt = 0 } = socket.data;
    socket.data.askedAt = undefined;
    const first = this.#recent.findLastIndex(({ at }) => at < askedAt) + 1;
    const missed = this.#recent
      .slice(first)
      .map(({ signal }) => signal)
      .filter(({ userId, reference }) => userId === identity.me.id || reference === identity.sessionId);
    if (missed.length === 0) return;
    this.#act(missed, new Set([identity.me.id])).catch((error: unknown) => {
      this.#options.log.warn(
        { err: error },
        'what changed during a handshake could not be read; the client will reconnect',
      );
      socket.conn.close();
    });
  }

  /** @param viewers whom changed conversations are shown to */
  async #act(signals: Signal[], viewers: Set<string>): Promise<void> {
    for (const signal of signals) if (signal.kind === 'session') this.#endSession(signal);
    const people = new Set(
      signals.flatMap((signal) => (signal.kind === 'person' && signal.userId ? [signal.userId] : [])),
    );
    for (const userId of people) await this.#personChanged(userId);
    await this.#conversationsChanged(signals, viewers);
  }

  #endSession({ reference }: Signal): void {
    const sockets = [...this.#options.io.of('/').sockets.values()];
    signOut(sockets.filter((socket) => socket.data.identity.sessionId === reference));
  }

  async #personChanged(userId: string): Promise<void> {
    const { directory, sessions } = this.#options;
    const sockets = this.#socketsOf(userId);
    if (sockets.length === 0) return;
    const [me, valid] = await Promise.all([
      directory.me(userId),
      sessions.stillValid([...new Set(sockets.map(({ data }) => data.identity.sessionId))]),
    ]);
    // Whoever was banned or removed keeps rows of sessions and API tokens that no longer hold.
    signOut(sockets.filter(({ data }) => !valid.has(data.identity.sessionId)));
    for (const socket of sockets) {
      if (me === null || !valid.has(socket.data.identity.sessionId)) continue;
      // A new role means other rooms and rights: the client comes back with a fresh handshake.
      if (me.role !== socket.data.identity.me.role) socket.conn.close();
      else socket.data.identity = { ...socket.data.identity, me };
    }
  }

  async #conversationsChanged(signals: Signal[], viewers: Set<string>): Promise<void> {
    const conversationIds = new Set(signals.flatMap(({ conversationId }) => conversationId ?? []));
    if (conversationIds.size === 0 || viewers.size === 0) return;
    const views = await this.#options.view.several([...viewers], [...conversationIds]);
    for (const viewer of viewers) this.#show(viewer, conversationIds, views.get(viewer) ?? []);
  }

  /** People with sockets here whose view of a conversation has changed. */
  #viewersOf(signals: Signal[]): Set<string> {
    const viewers = new Set<string>();
    for (const { kind, userId, conversationId } of signals) {
      if (conversationId === null) continue;
      if (userId !== null && this.#socketsOf(userId).length > 0) viewers.add(userId);
      const members = this.#options.io.of('/').adapter.rooms.get(rooms.conversation(conversationId));
      // Who joins or leaves a large room changes nothing that its other members see.
      if (members && (kind === 'conversation' || members.size <= limits.listedMembers))
        for (const id of members) this.#addViewer(viewers, id);
    }
    return viewers;
  }

  #show(viewer: string, conversationIds: Set<string>, seen: Parameters<SocketRooms['join']>[1][]): void {
    const { socketRooms } = this.#options;
    const visible = new Set(seen.map(({ id }) => id));
    for (const socket of this.#socketsOf(viewer)) {
      for (const conversation of seen) {
        socketRooms.join(socket, conversation);
        socket.emit('conversation', conversation);
      }
      for (const conversationId of conversationIds) {
        if (visible.has(conversationId) || !socket.rooms.has(rooms.conversation(conversationId))) continue;
        socketRooms.leave(socket, conversationId);
        socket.emit('conversation:removed', { conversationId });
      }
    }
  }

  #addViewer(viewers: Set<string>, socketId: string): void {
    const socket = this.#options.io.of('/').sockets.get(socketId);
    if (socket) viewers.add(socket.data.identity.me.id);
  }

  #socketsOf(userId: string): Socket[] {
    const ids = this.#options.io.of('/').adapter.rooms.get(rooms.user(userId)) ?? new Set();
    return [...ids].flatMap((id) => this.#options.io.of('/').sockets.get(id) ?? []);
  }
}
