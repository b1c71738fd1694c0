'use client';

import { Compass, MessageSquarePlus, MessagesSquare, Search, UsersRound } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { InviteButton } from '../../../_invitations/invite-button.tsx';
import { useConversations } from '../../../_live/rooms/hooks.ts';
import { useHasFirstSteps, useMayBrowse, useMayInvite, useMayMakeRooms } from '../../../_live/workspace/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { Keys } from '../../../_ui/keys.tsx';
import { later } from '../../../_ui/later.tsx';
import { useOverlays } from '../../_frame/use-overlays.ts';

const FirstMinutes = later(() => import('../_first/first-minutes.tsx'));

/** With conversations at hand the list says how to start another; without any, this is where to begin. */
export default function NothingChosen() {
  const t = useTranslations();
  const { loaded, conversations } = useConversations();
  const makesRooms = useMayMakeRooms();
  const browses = useMayBrowse();
  const invites = useMayInvite();
  const hasFirstSteps = useHasFirstSteps();
  const { openPalette, openNewMessage, openNewRoom, openBrowseRooms } = useOverlays();
  if (loaded && hasFirstSteps)
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <FirstMinutes className="mx-auto max-w-120 px-5 py-8" />
      </div>
    );
  return (
    <Empty
      icon={<MessagesSquare aria-hidden />}
      title={t('chat.emptyTitle')}
      hint={
        <>
          {t('chat.emptyHint')}{' '}
          <span>{t.rich('chat.emptyShortcut', { keys: () => <Keys combination="Mod+K" /> })}</span>
        </>
      }
    >
      {loaded && conversations.length === 0 ? (
        <>
          <Button kind="primary" onClick={openNewMessage}>
            <MessageSquarePlus aria-hidden /> {t('list.newMessage')}
          </Button>
          {makesRooms ? (
            <Button onClick={openNewRoom}>
              <UsersRound aria-hidden /> {t('list.newRoom')}
            </Button>
          ) : null}
          {browses ? (
            <Button onClick={openBrowseRooms}>
              <Compass aria-hidden /> {t('list.browse')}
            </Button>
          ) : null}
          {invites ? <InviteButton /> : null}
        </>
      ) : null}
      {loaded && conversations.length > 0 ? (
        <>
          <Button kind="primary" onClick={openNewMessage}>
            <MessageSquarePlus aria-hidden /> {t('list.newMessage')}
          </Button>
          <Button onClick={openPalette}>
            <Search aria-hidden /> {t('palette.title')}
          </Button>
        </>
      ) : null}
    </Empty>
  );
}
