import { useMe } from '../../../_live/connection/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';

/** Whether the user decides who sees and uses a room: its owner does, and admins. */
export const useMayGovern = ({ kind, ownerId }: Pick<LiveConversation, 'kind' | 'ownerId'>): boolean => {
  const me = useMe();
  return kind === 'room' && (ownerId === me.id || me.role === 'admin');
};

/** Whether the user may what a room permits to its members, or only to its owner and admins. */
export const useMay = (what: 'inviting' | 'describing', conversation: LiveConversation): boolean => {
  const mayGovern = useMayGovern(conversation);
  return mayGovern || conversation[what] === 'members';
};
