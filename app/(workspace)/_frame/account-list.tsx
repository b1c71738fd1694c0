'use client';

import { BellOff, Keyboard, LogOut, Search, Settings, Smile } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMe } from '../../_live/connection/hooks.ts';
import { useDoNotDisturb } from '../../_live/do-not-disturb/hooks.ts';
import { useUntil } from '../../_people/until.ts';
import MenuList from '../../_ui/menu-list.tsx';
import { useGoTo } from '../navigation.tsx';
import { useSignOut } from '../sign-out.ts';
import { useOverlays } from './use-overlays.ts';

/** What can be done with one's own account; it comes when the menu is first opened. */
export default function AccountList({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }) {
  const t = useTranslations();
  const me = useMe();
  const goTo = useGoTo();
  const signOut = useSignOut();
  const { openPalette, openQuiet, openShortcuts, openStatus } = useOverlays();
  const until = useDoNotDisturb();
  const say = useUntil();
  const quiet = until === null ? t('frame.quiet.start') : t('frame.quiet.until', { time: say(until, Date.now()) });
  return (
    <MenuList
      anchor={anchor}
      side="right"
      align="end"
      heading={me.name}
      onClose={onClose}
      entries={[
        { key: 'status', text: t('frame.setStatus'), icon: <Smile />, onSelect: openStatus },
        { key: 'quiet', text: quiet, icon: <BellOff />, onSelect: openQuiet },
        { key: 'palette', text: t('frame.search'), icon: <Search />, onSelect: openPalette },
        { key: 'shortcuts', text: t('shortcuts.title'), icon: <Keyboard />, onSelect: openShortcuts },
        { key: 'settings', text: t('frame.settings'), icon: <Settings />, onSelect: () => goTo('/settings') },
        'line',
        { key: 'out', text: t('account.signOut'), icon: <LogOut />, onSelect: () => void signOut() },
      ]}
    />
  );
}
