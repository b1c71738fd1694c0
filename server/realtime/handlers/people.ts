import { success } from '../../../protocol/index.ts';
import type { Presence } from '../../cluster/presence.ts';
import { rooms } from '../../cluster/rooms.ts';
import type { Directory } from '../../people/directory.ts';
import type { Handlers } from '../handler.ts';

const watchersRoom = rooms.watchers('');

/** People: who there is, and who is here. */
export const peopleHandlers = ({ directory, presence }: { directory: Directory; presence: Presence }) =>
  ({
    'people:list': (_caller, payload) => directory.list(payload),
    'presence:watch': async ({ socket }, { userIds }) => {
      const wanted = new Set(userIds.map(rooms.watchers));
      for (const room of socket.rooms) if (room.startsWith(watchersRoom) && !wanted.has(room)) void socket.leave(room);
      await socket.join([...wanted]);
      return success(Object.fromEntries(userIds.map((userId) => [userId, presence.state(userId)])));
    },
  }) satisfies Partial<Handlers>;
