import type { Logger } from '../../engine/ops/log.ts';
import type { AccessChanges } from './access-changes.ts';
import { closeAll, drainSpan } from './drain.ts';
import type { Io } from './socket.ts';
import type { SocketRooms } from './socket-rooms.ts';

type Options = {
  io: Io;
  changes: Pick<AccessChanges, 'distrust'>;
  following: { beginAnew(): void };
  socketRooms: Pick<SocketRooms, 'pause'>;
  log: Logger;
};

/**
 * After the epoch was replaced: all that is known here of who may hear what, and how far it is, came from a database that is
 * gone. So nobody hears anything more on the connections that there are; they are told, come back with fresh ones, spread
 * over a span, and `sync` tells them the new epoch.
 */
export const startOver = ({ io, changes, following, socketRooms, log }: Options, epoch: string): void => {
  changes.distrust();
  const sockets = [...io.of('/').sockets.values()];
  for (const socket of sockets) socketRooms.pause(socket);
  // After the rooms are empty: what is still to be let out of them goes to nobody.
  following.beginAnew();
  const afterMs = drainSpan(sockets.length);
  for (const socket of sockets) socket.emit('notice', { kind: 'epoch', epoch, afterMs });
  closeAll(() => sockets.filter(({ connected }) => connected), afterMs).catch((error: unknown) => {
    log.error({ err: error }, 'connections of before could not be closed');
  });
};
