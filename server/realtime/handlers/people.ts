import { success } from '../../../protocol/index.ts';
import type { Presence } from '../../cluster/presence.ts';
import { rooms } from '../../cluster/rooms.ts';
import type { Directory } from '../../people/directory.ts';
import type { Handlers } from '../handler.ts';

/** People: who there is, and who is here. */
export const peopleHandlers = ({ directory, presence }: { directory: Directory; presence: Presence }) =>
  ({
    'people:list': (_caller, payload) => directory.list(payload),
    'presence:watch': async ({ socket }, { userIds }) => {
      await socket.join(userIds.map(rooms.watchers));
      return success(Object.fromEntries(userIds.map((userId) => [userId, presence.state(userId)])));
    },
  }) satisfies Partial<Handlers>;
