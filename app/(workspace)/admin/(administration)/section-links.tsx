'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { SectionNav } from '../../_frame/section-nav.tsx';
import { sections } from './sections.ts';

/** The way from one section of Administration to another. */
export const SectionLinks = () => {
  const t = useTranslations('administration');
  const path = usePathname();
  return (
    <SectionNav
      title={t('title')}
      sections={sections.map(({ path: href, name, icon }) => ({
        ...{ href, icon, label: t(`sections.${name}`) },
        isCurrent: path === href || path.startsWith(`${href}/`),
      }))}
    />
  );
};
