'use client';

import { Compass, MessageSquarePlus, UsersRound } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMayBrowse, useMayMakeRooms } from '../../../_live/workspace/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { useOverlays } from '../../_frame/use-overlays.ts';

export default function NoConversations() {
  const t = useTranslations('list');
  const { openNewMessage, openNewRoom, openBrowseRooms } = useOverlays();
  const makesRooms = useMayMakeRooms();
  const browses = useMayBrowse();
  return (
    <div className="flex flex-col gap-2 px-4 pt-6">
      <h2 className="font-semibold">{t('noneTitle')}</h2>
      <p className="mb-2 text-soft">{t(browses ? 'noneHint' : 'noneHintGuest')}</p>
      {/* On wider screens the same three stand in the middle of the page. */}
      <div className="flex flex-col gap-2 sm:hidden">
        <Button kind="primary" onClick={openNewMessage}>
          <MessageSquarePlus aria-hidden /> {t('newMessage')}
        </Button>
        {makesRooms ? (
          <Button onClick={openNewRoom}>
            <UsersRound aria-hidden /> {t('newRoom')}
          </Button>
        ) : null}
        {browses ? (
          <Button onClick={openBrowseRooms}>
            <Compass aria-hidden /> {t('browse')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
