'use client';

import { Archive, Bot, KeyRound, MonitorSmartphone, Palette, Smartphone, UserPlus, UserRound } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMayInvite } from '../../_live/workspace/hooks.ts';
import { SectionNav } from '../_frame/section-nav.tsx';

const page = '/settings';
const first = '#profile';

/** The part of the page that its address names; what is followed on the page tells nobody. */
const usePart = (path: string) => {
  const [part, setPart] = useState(first);
  useEffect(() => {
    const read = () => setPart(window.location.hash === '' ? first : window.location.hash);
    if (path === page) read();
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, [path]);
  return [part, setPart] as const;
};

/** The way from one section of the settings to another; each has an address of its own. */
export const SectionLinks = () => {
  const t = useTranslations('settings');
  const path = usePathname();
  const mayInvite = useMayInvite();
  const [part, setPart] = usePart(path);
  const own = (hash: string, label: string, icon: typeof Bot) => ({
    ...{ href: `${page}${hash}`, label, icon },
    isCurrent: path === page && part === hash,
    onFollow: () => setPart(hash),
  });
  return (
    <SectionNav
      title={t('title')}
      sections={[
        own(first, t('profile'), UserRound),
        own('#appearance', t('appearance'), Palette),
        own('#phone', t('phone'), Smartphone),
        own('#address', t('signIn'), KeyRound),
        own('#devices', t('sessions'), MonitorSmartphone),
        ...(mayInvite ? [own('#invitations', t('invitations'), UserPlus)] : []),
        own('#your-data', t('yourData'), Archive),
        { href: `${page}/programs`, label: t('programs'), icon: Bot, isCurrent: path === `${page}/programs` },
      ]}
    />
  );
};
