import type { invitationEvents } from '../../protocol/index.ts';
import type { HandlersOf } from '../engine/events/handler.ts';
import type { Invitations } from './invitations.ts';

/** Invitations: ways for members to let others in. */
export const invitationHandlers = (options: { invitations: Invitations }): HandlersOf<typeof invitationEvents> => {
  const { invitations } = options;
  return {
    'invitation:create': ({ me, address }, payload) => invitations.create({ ...me, address }, payload),
    'invitation:send': ({ me, address }, payload) => invitations.send({ ...me, address }, payload),
    'invitation:list': ({ me }) => invitations.list(me),
    'invitation:revoke': ({ me, address }, payload) => invitations.revoke({ ...me, address }, payload),
  };
};
