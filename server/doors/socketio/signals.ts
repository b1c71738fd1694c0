import { type Conversation, limits } from '../../../protocol/index.ts';
import { rooms } from '../../engine/delivery/rooms-of-sockets.ts';
import type { Signal } from '../../engine/log/tail.ts';
import type { Logger } from '../../engine/ops/log.ts';
import { isPassing, sqlState } from '../../engine/store/database.ts';
import type { Directory, Sessions } from '../../people/index.ts';
import type { ConversationView, Memberships } from '../../rooms/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import type { AccessChanges } from './access-changes.ts';
import type { Guests } from './guests.ts';
import { signOut } from './session-check.ts';
import type { Io, Socket } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

type Options = {
  io: Io;
  changes: AccessChanges;
  view: Pick<ConversationView, 'several'>;
  memberships: Pick<Memberships, 'sizes'>;
  directory: Pick<Directory, 'several' | 'named'>;
  sessions: Pick<Sessions, 'stillValid'>;
  socketRooms: SocketRooms;
  workspace: Pick<Workspace, 'view'>;
  guests: Pick<Guests, 'tellOfPeople' | 'tellOfDeleted' | 'membershipsChanged'>;
  log: Logger;
};

/** Signals that share queries. */
const mostSignals = 100;
/** People whose views share a query. */
const mostViewers = 500;
/** Who fails one after the other is not bad luck: the rest of the slice is not tried. */
const mostFailures = 3;

/**
 * Rooms up to this size show their members, or did before the largest single change. Who joins or leaves a larger one
 * changes nothing that its other members see.
 */
const mostShown = limits.listedMembers + limits.membersPerInvite;

const queryCanceled = '57014';

/** Nothing can be asked now, whatever the question: not the fault of one signal. */
const isAway = (error: unknown): boolean => isPassing(error) && sqlState(error) !== queryCanceled;

const slicesOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** conversation → who shall see it as it is now */
type Audience = Map<string, Set<string>>;

/** Acts on what the tail reports about memberships, conversations, sessions and people, for this instance's sockets. */
export class Signals {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Acts on all signals, also past some that fail: their people's connections are ended, and come back with a fresh
   * handshake.
   * @throws when the database cannot be asked at all; the tail then reports the same again
   */
  async apply(signals: Signal[]): Promise<void> {
    this.#options.changes.report(signals);
    this.#endSessions(signals);
    for (const slice of slicesOf(signals, mostSignals)) await this.#applySlice(slice);
  }

  /** Acts once more on what was reported while a connection's handshake was asking: it was not there yet. */
  catchUp(socket: Socket, missed: Signal[]): void {
    this.#endSessions(missed);
    const work = async () => {
      await this.#peopleChanged(missed);
      await this.#conversationsChanged(this.#ownAudience(missed), missed);
    };
    work().catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'what changed during a handshake could not be read; it will reconnect');
      socket.conn.close();
    });
  }

  async #applySlice(signals: Signal[]): Promise<void> {
    try {
      return await this.#act(signals);
    } catch (error) {
      if (isAway(error)) throw error;
      this.#options.log.warn({ err: error, signals: signals.length }, 'signals failed together; trying one by one');
    }
    let failures = 0;
    for (const signal of signals) {
      if (failures >= mostFailures) this.#stepOver(signal);
      else
        await this.#act([signal]).catch((error: unknown) => {
          if (isAway(error)) throw error;
          failures += 1;
          this.#options.log.error({ err: error, signal }, 'a signal failed; its people reconnect');
          this.#stepOver(signal);
        });
    }
  }

  /** Nobody hears what they may hear no longer, only because it could not be found out. */
  #stepOver({ kind, userId }: Signal): void {
    if (kind === 'session' || userId === null) return;
    for (const socket of this.#socketsOf(userId)) socket.conn.close();
  }

  async #act(signals: Signal[]): Promise<void> {
    await this.#peopleChanged(signals);
    await this.#tellOfPeople(signals);
    await this.#tellOfWorkspace(signals);
    await this.#conversationsChanged(await this.#audienceOf(signals), signals);
    await this.#options.guests.membershipsChanged(signals);
  }

  #endSessions(signals: Signal[]): void {
    const ended = new Map(
      signals.flatMap(({ kind, reference, reason }) =>
        kind === 'session' && reference !== null ? [[reference, reason] as const] : [],
      ),
    );
    if (ended.size === 0) return;
    for (const socket of this.#options.io.of('/').sockets.values()) {
      const reason = ended.get(socket.data.identity.sessionId);
      if (reason !== undefined) signOut([socket], reason === 'deactivated' ? reason : undefined);
    }
  }

  async #peopleChanged(signals: Signal[]): Promise<void> {
    const { changes, directory, sessions, socketRooms } = this.#options;
    const userIds = new Set(signals.flatMap(({ kind, userId }) => (kind === 'person' && userId) || []));
    const sockets = [...userIds].flatMap((userId) => this.#socketsOf(userId));
    if (sockets.length === 0) return;
    const moment = changes.now();
    const [people, valid] = await Promise.all([
      directory.several([...userIds]),
      sessions.stillValid([...new Set(sockets.map(({ data }) => data.identity.sessionId))]),
    ]);
    // Whoever was banned or removed keeps rows of sessions and API tokens that no longer hold.
    signOut(sockets.filter(({ data }) => !valid.has(data.identity.sessionId)));
    for (const socket of sockets) {
      const { me: known, sessionId } = socket.data.identity;
      const me = people.get(known.id);
      if (me === undefined || !valid.has(sessionId)) continue;
      // A new role means other rooms and rights: the client comes back with a fresh handshake.
      if (me.role !== known.role) socket.conn.close();
      else socket.data.identity = { ...socket.data.identity, me };
      if (me.role === known.role) socketRooms.enterOwn(socket, moment);
    }
  }

  async #tellOfPeople(signals: Signal[]): Promise<void> {
    const userIds = new Set(signals.flatMap(({ kind, userId }) => (kind === 'person' && userId) || []));
    if (userIds.size === 0) return;
    const { directory, guests } = this.#options;
    const people = await directory.named([...userIds]);
    const there = new Set(people.map(({ id }) => id));
    guests.tellOfDeleted([...userIds].filter((id) => !there.has(id)));
    await guests.tellOfPeople(people);
  }

  async #tellOfWorkspace(signals: Signal[]): Promise<void> {
    if (!signals.some(({ kind }) => kind === 'workspace')) return;
    const { workspace, io } = this.#options;
    io.local.emit('workspace', await workspace.view());
  }

  async #conversationsChanged(audience: Audience, signals: Signal[]): Promise<void> {
    const conversationIds = [...audience.keys()];
    const viewers = [...new Set([...audience.values()].flatMap((people) => [...people]))];
    for (const some of slicesOf(viewers, mostViewers)) {
      const moment = this.#options.changes.now();
      const views = await this.#options.view.several(some, conversationIds);
      for (const viewer of some) {
        const seen = (views.get(viewer) ?? []).filter(({ id }) => audience.get(id)?.has(viewer));
        this.#show(viewer, moment, seen);
        const visible = new Set(seen.map(({ id }) => id));
        for (const id of conversationIds)
          if (audience.get(id)?.has(viewer) && !visible.has(id)) this.#hide(viewer, moment, id, signals);
      }
    }
  }

  #show(viewer: string, moment: number, seen: Conversation[]): void {
    for (const socket of this.#socketsOf(viewer))
      for (const conversation of seen)
        if (this.#options.socketRooms.show(socket, moment, conversation)) socket.emit('conversation', conversation);
  }

  #hide(viewer: string, moment: number, conversationId: string, signals: Signal[]): void {
    const { socketRooms } = this.#options;
    // Also where the socket heard nothing of it just then: its client may have been told before that it is a member.
    const told = signals.findLast((signal) => signal.userId === viewer && signal.conversationId === conversationId);
    for (const socket of this.#socketsOf(viewer)) {
      const didHear = socketRooms.hears(socket, conversationId);
      if (!socketRooms.hide(socket, moment, conversationId)) continue;
      if (didHear || told) socket.emit('conversation:removed', { conversationId, byId: told?.reference ?? null });
    }
  }

  /** Whom the signals are about, as far as they have sockets here. */
  #ownAudience(signals: Signal[]): Audience {
    const audience: Audience = new Map();
    for (const { userId, conversationId } of signals)
      if (conversationId !== null && userId !== null && this.#socketsOf(userId).length > 0)
        audience.set(conversationId, (audience.get(conversationId) ?? new Set()).add(userId));
    return audience;
  }

  /** People with sockets here whose view of a conversation has changed. */
  async #audienceOf(signals: Signal[]): Promise<Audience> {
    const audience = this.#ownAudience(signals);
    const described = new Set(
      signals.flatMap(({ kind, conversationId }) => (kind === 'conversation' && conversationId) || []),
    );
    const touched = new Set(signals.flatMap(({ conversationId }) => conversationId ?? []));
    const followed = [...touched].filter((id) => this.#options.io.of('/').adapter.rooms.has(rooms.conversation(id)));
    const unsure = followed.filter((id) => !described.has(id));
    const sizes = unsure.length > 0 ? await this.#options.memberships.sizes(unsure) : new Map<string, number>();
    for (const id of followed) {
      if (!described.has(id) && (sizes.get(id) ?? 0) > mostShown) continue;
      audience.set(id, new Set([...(audience.get(id) ?? []), ...this.#membersHere(id)]));
    }
    return audience;
  }

  /** People with sockets in a conversation's room. */
  #membersHere(conversationId: string): Set<string> {
    const { adapter, sockets } = this.#options.io.of('/');
    const ids = adapter.rooms.get(rooms.conversation(conversationId)) ?? [];
    return new Set([...ids].flatMap((id) => sockets.get(id)?.data.identity.me.id ?? []));
  }

  #socketsOf(userId: string): Socket[] {
    const { adapter, sockets } = this.#options.io.of('/');
    const ids = adapter.rooms.get(rooms.user(userId)) ?? [];
    return [...ids].flatMap((id) => sockets.get(id) ?? []);
  }
}
