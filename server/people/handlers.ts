import { type peopleEvents, success } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Presence } from '../engine/presence/presence.ts';
import type { Directory } from './directory.ts';
import type { Profiles } from './profiles.ts';

type Options = { directory: Directory; profiles: Profiles; presence: Pick<Presence, 'state'> };

/** People: who there is, and who is here. */
export const peopleHandlers = ({ directory, profiles, presence }: Options): HandlersOf<typeof peopleEvents> => ({
  'people:list': (_caller, payload) => directory.list(payload),
  'people:keys': (_caller, payload) => directory.keys(payload),
  'person:get': (_caller, payload) => profiles.get(payload),
  'profile:update': ({ me }, payload) => profiles.update(me.id, payload),
  'presence:activity': async ({ connection }, { active }) => {
    connection.rest(!active);
    return success(null);
  },
  'presence:watch': async ({ connection }, { userIds }) => {
    connection.watch(userIds);
    return success(Object.fromEntries(userIds.map((userId) => [userId, presence.state(userId)])));
  },
});
