'use client';

import {
  Compass,
  Hash,
  Keyboard,
  Languages,
  LogOut,
  Plus,
  Settings,
  ShieldUser,
  Smile,
  SquarePen,
  SunMoon,
  TicketX,
} from 'lucide-react';
import { useTheme } from 'next-themes';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { hasAccess } from '../../../protocol/access.ts';
import { InviteButton } from '../../_invitations/invite-button.tsx';
import { useMe } from '../../_live/connection/hooks.ts';
import { useMayBrowse, useMayMakeRooms } from '../../_live/workspace/hooks.ts';
import { useLocaleSwitch } from '../../_messages/locale-switch.ts';
import { Button } from '../../_ui/button.tsx';
import { administrationPath, pathOfConversation, useGoTo } from '../navigation.tsx';
import { useOpenDirect } from '../open-direct.ts';
import { useSignOut } from '../sign-out.ts';
import { Chooser, type Entry, matching } from './chooser.tsx';
import { useConversationEntries, usePersonEntries } from './chooser-entries.tsx';
import { useOverlays } from './use-overlays.ts';

const useCommands = (): Entry[] => {
  const t = useTranslations();
  const { role } = useMe();
  const goTo = useGoTo();
  const signOut = useSignOut();
  const locale = useLocale();
  const switchLocale = useLocaleSwitch();
  const { setTheme } = useTheme();
  const { openBrowseRooms, openNewMessage, openNewRoom, openShortcuts, openStatus } = useOverlays();
  const makesRooms = useMayMakeRooms();
  const browses = useMayBrowse();
  const otherLocale = locale === 'en' ? 'zh' : 'en';
  const themes = [
    ['light', t('palette.themeLight')],
    ['dark', t('palette.themeDark')],
    ['system', t('palette.themeSystem')],
  ] as const;
  return [
    { key: 'message', text: t('list.newMessage'), icon: <SquarePen aria-hidden />, run: openNewMessage },
    ...(makesRooms ? [{ key: 'room', text: t('list.newRoom'), icon: <Plus aria-hidden />, run: openNewRoom }] : []),
    ...(browses ? [{ key: 'browse', text: t('list.browse'), icon: <Hash aria-hidden />, run: openBrowseRooms }] : []),
    ...(hasAccess('handler', role)
      ? [
          {
            key: 'tickets',
            text: t('palette.openTickets'),
            icon: <TicketX aria-hidden />,
            run: () => goTo('/admin/tickets'),
          },
        ]
      : []),
    ...(hasAccess('admin', role)
      ? [
          {
            key: 'administration',
            text: t('palette.openAdministration'),
            icon: <ShieldUser aria-hidden />,
            run: () => goTo(administrationPath),
          },
        ]
      : []),
    { key: 'status', text: t('frame.setStatus'), icon: <Smile aria-hidden />, run: openStatus },
    { key: 'settings', text: t('palette.openSettings'), icon: <Settings aria-hidden />, run: () => goTo('/settings') },
    { key: 'keys', text: t('palette.showShortcuts'), icon: <Keyboard aria-hidden />, run: openShortcuts },
    ...themes.map(([theme, text]) => ({
      key: theme,
      text,
      icon: <SunMoon aria-hidden />,
      run: () => setTheme(theme),
    })),
    {
      key: 'language',
      text: t('palette.language', { language: t(`app.languages.${otherLocale}`) }),
      icon: <Languages aria-hidden />,
      run: () => switchLocale(otherLocale),
    },
    { key: 'out', text: t('account.signOut'), icon: <LogOut aria-hidden />, run: () => void signOut() },
  ];
};

/** Whom or what one cannot find may not be here yet. */
const Nothing = ({ onClose }: { onClose: () => void }) => {
  const t = useTranslations();
  const { openBrowseRooms } = useOverlays();
  const browses = useMayBrowse();
  const browse = () => {
    onClose();
    openBrowseRooms();
  };
  return (
    <>
      {t('palette.none')}
      <div className="flex flex-wrap justify-center gap-2">
        {browses ? (
          <Button onClick={browse}>
            <Compass aria-hidden /> {t('list.browse')}
          </Button>
        ) : null}
        <InviteButton />
      </div>
    </>
  );
};

/** Jumps to any conversation, person or command by typing. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations('palette');
  const goTo = useGoTo();
  const openDirect = useOpenDirect();
  const [query, setQuery] = useState('');
  const conversations = useConversationEntries(({ id }) => goTo(pathOfConversation(id)));
  const people = usePersonEntries(query, (id) => void openDirect(id));
  return (
    <Chooser
      title={t('title')}
      placeholder={t('placeholder')}
      query={query}
      onQuery={setQuery}
      groups={[
        { name: t('conversations'), entries: matching(conversations, query) },
        { name: t('people'), entries: people.entries },
        { name: t('commands'), entries: matching(useCommands(), query) },
      ]}
      nothing={people.answered ? <Nothing onClose={onClose} /> : null}
      onClose={onClose}
    />
  );
}
