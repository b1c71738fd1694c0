'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { cn } from '../../../_ui/class-names.ts';
import { sections } from './sections.ts';

/** The way from one section of Administration to another: a column, or on a phone a line that scrolls. */
export const SectionLinks = () => {
  const t = useTranslations('administration');
  const path = usePathname();
  return (
    <nav
      aria-label={t('title')}
      className="flex w-52 shrink-0 flex-col gap-1 overflow-y-auto border-r bg-panel p-3 max-sm:w-auto max-sm:flex-row max-sm:overflow-x-auto max-sm:border-r-0 max-sm:border-b max-sm:p-2"
    >
      <p className="px-2 pt-1 pb-2 font-semibold text-lg max-sm:sr-only">{t('title')}</p>
      {sections.map(({ path: href, name, icon: Icon }) => {
        const isCurrent = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            className={cn(
              'flex min-h-9 shrink-0 items-center gap-2 rounded-md px-2 max-sm:min-h-11',
              isCurrent ? 'bg-accent-wash font-medium text-accent-ink' : 'text-soft hover:bg-sunken hover:text-ink',
            )}
          >
            <Icon className="size-4 shrink-0" aria-hidden /> {t(`sections.${name}`)}
          </Link>
        );
      })}
    </nav>
  );
};
