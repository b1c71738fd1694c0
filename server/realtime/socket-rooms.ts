import type { Conversation } from '../../protocol/index.ts';
import type { Memberships } from '../chat/memberships.ts';
import { rooms } from '../cluster/rooms.ts';
import { ticketLog } from '../log/batch.ts';
import type { Logger } from '../ops/log.ts';
import type { Io, Socket } from './socket.ts';

/** The part of the delivery that must know which logs this instance's sockets follow. */
export type Following = {
  follow(log: string, version: number): void;
  unfollow(log: string): void;
};

type Options = {
  io: Io;
  following: Following;
  memberships: Memberships;
  /** Reads the head of the ticket feed. */
  ticketHead: () => Promise<{ version: number }>;
  log: Logger;
};

const conversationRoom = rooms.conversation('');

/** Keeps a socket's rooms, and with them what this instance delivers, the same as the person's memberships. */
export class SocketRooms {
  readonly #following: Following;
  readonly #options: Options;
  /** One name for all sockets of a room: each would keep one of its own otherwise. */
  readonly #names = new Map<string, string>();

  constructor(options: Options) {
    this.#options = options;
    this.#following = options.following;
    options.io.of('/').adapter.on('delete-room', (room: string) => {
      if (room === rooms.admins) this.#following.unfollow(ticketLog);
      else if (room.startsWith(conversationRoom)) this.#forget(room.slice(conversationRoom.length));
    });
  }

  /** Joins a fresh socket to everything it may hear. */
  enter(socket: Socket): void {
    const { identity, memberships = new Map<string, number>() } = socket.data;
    socket.data.memberships = undefined;
    // Socket.IO gives every socket a room of its own. Nobody speaks to it, and it costs as much memory as any other.
    void socket.leave(socket.id);
    void socket.join([rooms.user(identity.me.id), ...[...memberships.keys()].map((id) => this.#roomOf(id))]);
    for (const [conversationId, version] of memberships) this.#following.follow(conversationId, version);
    if (identity.me.role === 'admin') this.#enterFeed(socket, false);
  }

  /** Lets a socket in again that was taken out of its rooms, and tells it the heads, so that it repairs itself. */
  comeBack(socket: Socket): void {
    const { me } = socket.data.identity;
    this.#options.memberships.of(me.id).then(
      (memberships) => {
        for (const [conversationId, version] of memberships) {
          void socket.join(this.#roomOf(conversationId));
          this.#following.follow(conversationId, version);
          socket.emit('head', { conversationId, version });
        }
        if (me.role === 'admin') this.#enterFeed(socket, true);
      },
      (error: unknown) => {
        this.#options.log.warn({ err: error }, 'a slow client could not be let in again; it will reconnect');
        socket.conn.close();
      },
    );
  }

  /** Joins a socket to a conversation. `conversation` must have been read after the person became a member. */
  join(socket: Socket, conversation: Conversation): void {
    void socket.join(this.#roomOf(conversation.id));
    this.#following.follow(conversation.id, conversation.version);
  }

  leave(socket: Socket, conversationId: string): void {
    void socket.leave(rooms.conversation(conversationId));
  }

  /** Makes a socket's rooms equal to the memberships, whatever it missed before. */
  reconcile(socket: Socket, conversations: Conversation[]): void {
    const wanted = new Set(conversations.map(({ id }) => rooms.conversation(id)));
    for (const room of socket.rooms)
      if (room.startsWith(conversationRoom) && !wanted.has(room)) void socket.leave(room);
    for (const conversation of conversations)
      if (!socket.rooms.has(rooms.conversation(conversation.id))) this.join(socket, conversation);
  }

  #roomOf(conversationId: string): string {
    let name = this.#names.get(conversationId);
    if (name === undefined) {
      name = rooms.conversation(conversationId);
      this.#names.set(conversationId, name);
    }
    return name;
  }

  #forget(conversationId: string): void {
    this.#names.delete(conversationId);
    this.#following.unfollow(conversationId);
  }

  #enterFeed(socket: Socket, tellHead: boolean): void {
    void socket.join(rooms.admins);
    this.#options.ticketHead().then(
      ({ version }) => {
        this.#following.follow(ticketLog, version);
        // Without entries: says only how far the feed is.
        if (tellHead) socket.emit('tickets', { after: version, version, rejections: [] });
      },
      (error: unknown) => {
        this.#options.log.warn(
          { err: error },
          'the head of the ticket feed could not be read; the client will reconnect',
        );
        socket.conn.close();
      },
    );
  }
}
