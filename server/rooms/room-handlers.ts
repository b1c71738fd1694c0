import type { roomEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { RoomDesk } from './room-desk.ts';

/** All rooms, for admins. */
export const roomHandlers = ({ rooms }: { rooms: RoomDesk }): HandlersOf<typeof roomEvents> => ({
  'room:list': (_caller, payload) => rooms.list(payload),
  'room:update': (caller, payload) => rooms.update(caller, payload),
});
