'use client';

import { Compass, MessageSquarePlus, MessagesSquare, Search, UsersRound } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useConversations } from '../../../_live/rooms/hooks.ts';
import { InviteLink } from '../../../_people/invite-link.tsx';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { Keys } from '../../../_ui/keys.tsx';
import { useOverlays } from '../../_frame/use-overlays.ts';

/** With conversations at hand the list says how to start another; without any, this is where to begin. */
export default function NothingChosen() {
  const t = useTranslations();
  const { loaded, conversations } = useConversations();
  const { openPalette, openNewMessage, openNewRoom, openBrowseRooms } = useOverlays();
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
          <Button onClick={openNewRoom}>
            <UsersRound aria-hidden /> {t('list.newRoom')}
          </Button>
          <Button onClick={openBrowseRooms}>
            <Compass aria-hidden /> {t('list.browse')}
          </Button>
          <InviteLink />
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
