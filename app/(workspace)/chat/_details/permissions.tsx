import { PencilLine, UserPlus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { Button } from '../../../_ui/button.tsx';
import { useConversationAction } from './use-conversation-action.ts';

const icons = { inviting: UserPlus, describing: PencilLine } as const;

/** What its owner and admins keep to themselves, or leave to all members. */
export const RoomPermissions = ({ conversation }: { conversation: LiveConversation }) => {
  const t = useTranslations('details');
  const act = useConversationAction();
  return (['inviting', 'describing'] as const).map((what) => {
    const Icon = icons[what];
    const next = conversation[what] === 'members' ? 'owner' : 'members';
    return (
      <Button
        key={what}
        kind="ghost"
        onClick={() => void act('conversation:update', { conversationId: conversation.id, [what]: next })}
      >
        <Icon aria-hidden /> {t(`permit.${what}.${next}`)}
      </Button>
    );
  });
};
