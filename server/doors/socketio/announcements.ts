import type { AnnouncedEventName } from '../../../protocol/index.ts';
import { rooms } from '../../engine/delivery/rooms-of-sockets.ts';
import type { Announce, Audience, ClusterWatchers } from '../../engine/events/announce.ts';
import type { Io } from './socket.ts';

const socketsOf = (io: Io, { exceptUserId, ...to }: Audience) => {
  const all = io.to('room' in to ? to.room : rooms.conversation(to.conversationId));
  return exceptUserId === undefined ? all : all.except(rooms.user(exceptUserId));
};

/** @returns what tells sockets of all instances, through the adapter */
export const createAnnounce =
  (io: Io): Announce =>
  (to, event, payload) => {
    // Socket.IO's types take one of several events, but not whichever it is, with its payload.
    const name: AnnouncedEventName = event;
    socketsOf(io, to).emit(name, payload as never);
  };

/** @returns what tells admins of this instance how the installation is doing */
export const createClusterWatchers = (io: Io): ClusterWatchers => ({
  areThere: () => io.of('/').adapter.rooms.has(rooms.cluster),
  tell: (state) => {
    io.local.volatile.to(rooms.cluster).emit('cluster', state);
  },
});
