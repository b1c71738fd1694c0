import { useTranslations } from 'use-intl';
import { useMe } from '../../../_live/connection/hooks.ts';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import Confirm from '../../../_ui/confirm.tsx';
import { useGoTo } from '../../navigation.tsx';
import type { Asking } from './room-actions.tsx';
import { useConversationAction } from './use-conversation-action.ts';

type RoomQuestionProps = { asking: Asking; conversation: LiveConversation; name: string; onClose: () => void };

/** Asks once before what others will notice. */
export const RoomQuestion = ({ asking, conversation, name, onClose }: RoomQuestionProps) => {
  const t = useTranslations();
  const me = useMe();
  const goTo = useGoTo();
  const act = useConversationAction();
  const conversationId = conversation.id;
  const isPublic = conversation.visibility === 'public';
  const leave = async () => {
    const answer = await act('conversation:leave', { conversationId });
    if (answer.ok) goTo('/chat');
  };
  const leaveHint = t(isPublic ? 'details.leavePublicHint' : 'details.leavePrivateHint');
  const isLastOwner = conversation.ownerId === me.id && conversation.memberCount > 1;
  switch (asking) {
    case 'archive':
      return (
        <Confirm
          title={t('details.archiveTitle', { name })}
          hint={t('details.archiveHint')}
          action={t('details.archiveAction')}
          harmless
          onConfirm={() => void act('conversation:update', { conversationId, archived: true })}
          onClose={onClose}
        />
      );
    case 'visibility':
      return (
        <Confirm
          title={t(isPublic ? 'details.makePrivateTitle' : 'details.makePublicTitle', { name })}
          hint={t(isPublic ? 'details.makePrivateHint' : 'details.makePublicHint')}
          action={t(isPublic ? 'details.makePrivate' : 'details.makePublic')}
          harmless={isPublic}
          onConfirm={() =>
            void act('conversation:update', { conversationId, visibility: isPublic ? 'private' : 'public' })
          }
          onClose={onClose}
        />
      );
    case 'leave':
      return (
        <Confirm
          title={t('details.leaveTitle', { name })}
          hint={isLastOwner ? `${leaveHint} ${t('details.leaveOwnerHint')}` : leaveHint}
          action={t('actions.leave')}
          onConfirm={() => void leave()}
          onClose={onClose}
        />
      );
    default:
      return null;
  }
};
