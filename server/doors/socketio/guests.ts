import type { Person } from '../../../protocol/index.ts';
import { rooms } from '../../engine/delivery/rooms-of-sockets.ts';
import type { Signal } from '../../engine/log/tail.ts';
import type { Acquaintances } from '../../people/index.ts';
import type { Io, Socket } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

type Options = {
  io: Io;
  acquaintances: Pick<Acquaintances, 'of'>;
  socketRooms: Pick<SocketRooms, 'watch' | 'watched'>;
};

/** What guests with sockets here are told of people: only of those who are in a conversation with them. */
export class Guests {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Tells everybody here who may know of these people. */
  async tellOfPeople(people: readonly Person[]): Promise<void> {
    const { io, acquaintances } = this.#options;
    for (const person of people) io.local.except(rooms.guests).emit('person', person);
    const guests = this.#guestsHere();
    if (guests.length === 0) return;
    const known = await acquaintances.of(
      guests.map(({ data }) => data.identity.me.id),
      people.map(({ id }) => id),
    );
    for (const socket of guests)
      for (const person of people)
        if (known.get(socket.data.identity.me.id)?.has(person.id)) socket.emit('person', person);
  }

  /** Tells everybody here whose accounts are gone; guests only of those whom they have been shown. */
  tellOfDeleted(userIds: readonly string[]): void {
    const { io, socketRooms } = this.#options;
    const guests = this.#guestsHere();
    for (const userId of userIds) {
      io.local.except(rooms.guests).emit('person:deleted', { userId });
      for (const socket of guests)
        if (socketRooms.watched(socket).includes(userId)) socket.emit('person:deleted', { userId });
    }
  }

  /** Who is no longer in any conversation with a guest is no longer watched by them. */
  async membershipsChanged(signals: readonly Signal[]): Promise<void> {
    if (!signals.some(({ kind }) => kind === 'membership')) return;
    const { acquaintances, socketRooms } = this.#options;
    for (const socket of this.#guestsHere()) {
      const watched = socketRooms.watched(socket);
      if (watched.length === 0) continue;
      const { id } = socket.data.identity.me;
      const known = (await acquaintances.of([id], watched)).get(id);
      // Asked again, because another question of theirs may have been answered meanwhile.
      const now = socketRooms.watched(socket);
      if (now.some((one) => watched.includes(one) && !known?.has(one)))
        socketRooms.watch(
          socket,
          now.filter((one) => !watched.includes(one) || known?.has(one)),
        );
    }
  }

  #guestsHere(): Socket[] {
    const { adapter, sockets } = this.#options.io.of('/');
    return [...(adapter.rooms.get(rooms.guests) ?? [])].flatMap((id) => sockets.get(id) ?? []);
  }
}
