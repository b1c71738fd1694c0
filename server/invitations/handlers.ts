import type { invitationEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Invitations } from './invitations.ts';

/** Invitations: ways for members to let others in. */
export const invitationHandlers = (options: { invitations: Invitations }): HandlersOf<typeof invitationEvents> => {
  const { invitations } = options;
  return {
    'invitation:create': ({ me }) => invitations.create(me),
    'invitation:list': ({ me }) => invitations.list(me),
    'invitation:revoke': ({ me }, payload) => invitations.revoke(me, payload),
  };
};
