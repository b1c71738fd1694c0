import { Archive, ArchiveRestore, Globe, Lock, LogOut, Pencil } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { LiveConversation } from '../../../_live/rooms/state.ts';
import { Button } from '../../../_ui/button.tsx';
import { RoomPermissions } from './permissions.tsx';
import { useConversationAction } from './use-conversation-action.ts';
import { useMay, useMayGovern } from './use-may-govern.ts';

/** What is asked once more before it is done, or in a dialog of its own. */
export type Asking = 'invite' | 'edit' | 'visibility' | 'leave' | 'archive' | null;

type RoomActionsProps = { conversation: LiveConversation; onAsk: (asking: Asking) => void };

/** What can be done with a room: by everybody in it, and by who decides about it. */
export const RoomActions = ({ conversation, onAsk }: RoomActionsProps) => {
  const t = useTranslations('details');
  const act = useConversationAction();
  const mayGovern = useMayGovern(conversation);
  const mayDescribe = useMay('describing', conversation);
  const isArchived = conversation.archivedAt !== null;
  const isPublic = conversation.visibility === 'public';
  const unarchive = () => act('conversation:update', { conversationId: conversation.id, archived: false });
  return (
    <div className="flex flex-col gap-1 border-t px-2 py-3 [&>button]:justify-start">
      {isArchived || !mayDescribe ? null : (
        <Button kind="ghost" onClick={() => onAsk('edit')}>
          <Pencil aria-hidden /> {t('edit')}
        </Button>
      )}
      {mayGovern && !isArchived ? (
        <>
          <Button kind="ghost" onClick={() => onAsk('visibility')}>
            {isPublic ? <Lock aria-hidden /> : <Globe aria-hidden />} {t(isPublic ? 'makePrivate' : 'makePublic')}
          </Button>
          <RoomPermissions conversation={conversation} />
          <Button kind="ghost" onClick={() => onAsk('archive')}>
            <Archive aria-hidden /> {t('archive')}
          </Button>
        </>
      ) : null}
      {mayGovern && isArchived ? (
        <Button kind="ghost" onClick={() => void unarchive()}>
          <ArchiveRestore aria-hidden /> {t('unarchive')}
        </Button>
      ) : null}
      <Button kind="ghost" className="text-danger-ink!" onClick={() => onAsk('leave')}>
        <LogOut aria-hidden /> {t('leave')}
      </Button>
    </div>
  );
};
