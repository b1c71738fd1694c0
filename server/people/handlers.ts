import { notFound, type peopleEvents, success } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Presence } from '../engine/presence/presence.ts';
import type { Acquaintances } from './acquaintances.ts';
import type { Directory } from './directory.ts';
import type { Profiles } from './profiles.ts';

type Options = {
  directory: Directory;
  acquaintances: Acquaintances;
  profiles: Profiles;
  presence: Pick<Presence, 'state'>;
};

/** People: who there is, and who is here. For guests there is nobody but who is in a conversation with them. */
export const peopleHandlers = (options: Options): HandlersOf<typeof peopleEvents> => {
  const { directory, acquaintances, profiles, presence } = options;
  const isGuest = ({ role }: { role: string }) => role === 'guest';
  return {
    'people:list': ({ me }, payload) => (isGuest(me) ? acquaintances.list(me.id, payload) : directory.list(payload)),
    'people:keys': async ({ me }, { ids }) =>
      directory.keys({ ids: isGuest(me) ? [...(await acquaintances.named(me.id, ids))] : ids }),
    'person:get': async ({ me }, payload) => {
      const isKnown = !isGuest(me) || (await acquaintances.named(me.id, [payload.userId])).has(payload.userId);
      return isKnown ? profiles.get(payload) : notFound();
    },
    'profile:update': (caller, payload) => profiles.update(caller, payload),
    'presence:activity': async ({ connection }, { active }) => {
      connection.rest(!active);
      return success(null);
    },
    'presence:watch': async ({ me, connection }, { userIds }) => {
      const known = isGuest(me) ? await acquaintances.among(me.id, userIds) : null;
      const watched = known === null ? userIds : userIds.filter((id) => known.has(id));
      connection.watch(watched);
      const state = (id: string) => (known === null || known.has(id) ? presence.state(id) : 'offline');
      return success(Object.fromEntries(userIds.map((id) => [id, state(id)])));
    },
  };
};
