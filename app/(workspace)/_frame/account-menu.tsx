'use client';

import { Keyboard, LogOut, Search, Settings, Smile } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../_live/connection/hooks.ts';
import { Avatar } from '../../_ui/avatar.tsx';
import { MenuButton } from '../../_ui/menu-button.tsx';
import { useGoTo } from '../navigation.tsx';
import { useSignOut } from '../sign-out.ts';
import { useOverlays } from './use-overlays.ts';

export const AccountMenu = () => {
  const t = useTranslations();
  const me = useMe();
  const goTo = useGoTo();
  const signOut = useSignOut();
  const { openPalette, openShortcuts, openStatus } = useOverlays();
  return (
    <MenuButton
      side="right"
      align="end"
      heading={me.name}
      className="grid size-10 place-items-center rounded-lg hover:bg-sunken"
      entries={[
        { key: 'status', text: t('frame.setStatus'), icon: <Smile />, onSelect: openStatus },
        { key: 'palette', text: t('frame.search'), icon: <Search />, onSelect: openPalette },
        { key: 'shortcuts', text: t('shortcuts.title'), icon: <Keyboard />, onSelect: openShortcuts },
        { key: 'settings', text: t('frame.settings'), icon: <Settings />, onSelect: () => goTo('/settings') },
        'line',
        { key: 'out', text: t('account.signOut'), icon: <LogOut />, onSelect: () => void signOut() },
      ]}
    >
      <Avatar id={me.id} name={me.name} image={me.image} />
      <span className="sr-only">{t('frame.account', { name: me.name })}</span>
    </MenuButton>
  );
};
