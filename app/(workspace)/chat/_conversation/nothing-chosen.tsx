'use client';

import { Compass, MessageSquarePlus, MessagesSquare, UsersRound } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../../_ui/button.tsx';
import { Empty } from '../../../_ui/empty.tsx';
import { Keys } from '../../../_ui/keys.tsx';
import { useOverlays } from '../../_frame/use-overlays.ts';

export const NothingChosen = () => {
  const t = useTranslations();
  const { openNewMessage, openNewRoom, openBrowseRooms } = useOverlays();
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
      <Button kind="primary" onClick={openNewMessage}>
        <MessageSquarePlus aria-hidden /> {t('list.newMessage')}
      </Button>
      <Button onClick={openNewRoom}>
        <UsersRound aria-hidden /> {t('list.newRoom')}
      </Button>
      <Button onClick={openBrowseRooms}>
        <Compass aria-hidden /> {t('list.browse')}
      </Button>
    </Empty>
  );
};
