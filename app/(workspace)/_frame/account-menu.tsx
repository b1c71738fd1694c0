'use client';

import { Keyboard, LogOut, Search, Settings } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../_live/hooks.ts';
import { Avatar } from '../../_ui/avatar.tsx';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '../../_ui/menu.tsx';
import { useGoTo } from '../navigation.tsx';
import { useSignOut } from '../sign-out.ts';
import { useOverlays } from './use-overlays.ts';

export const AccountMenu = () => {
  const t = useTranslations();
  const me = useMe();
  const goTo = useGoTo();
  const signOut = useSignOut();
  const { openPalette, openShortcuts } = useOverlays();
  return (
    <Menu>
      <MenuTrigger className="grid size-10 place-items-center rounded-lg hover:bg-sunken">
        <Avatar id={me.id} name={me.name} image={me.image} />
        <span className="sr-only">{t('frame.account', { name: me.name })}</span>
      </MenuTrigger>
      <MenuContent side="right" align="end">
        <MenuLabel className="max-w-60 truncate font-medium text-ink">{me.name}</MenuLabel>
        <MenuSeparator />
        <MenuItem onSelect={openPalette}>
          <Search /> {t('frame.search')}
        </MenuItem>
        <MenuItem onSelect={openShortcuts}>
          <Keyboard /> {t('shortcuts.title')}
        </MenuItem>
        <MenuItem onSelect={() => goTo('/settings')}>
          <Settings /> {t('frame.settings')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => void signOut()}>
          <LogOut /> {t('auth.signOut')}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
};
