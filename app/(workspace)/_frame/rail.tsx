'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useWorkspace } from '../../_live/workspace/hooks.ts';
import { cn } from '../../_ui/class-names.ts';
import { hint } from '../../_ui/hint.ts';
import { Logo } from '../../_ui/logo.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Count } from './count.tsx';
import { usePlaces } from './places.ts';

/** The narrow bar at the left edge. */
export const Rail = ({ className }: { className?: string }) => {
  const t = useTranslations('frame');
  const places = usePlaces();
  const logo = useWorkspace()?.logo;
  return (
    <nav
      aria-label={t('navigation')}
      className={cn('flex w-14 shrink-0 flex-col items-center gap-1 border-r bg-panel py-2', className)}
    >
      <Logo address={logo} className="mb-2 size-8 rounded-lg" />
      {places
        .filter(({ href }) => href !== '/settings')
        .map(({ href, label, icon: Icon, count, countLabel, urgent, current }) => (
          <Link
            key={href}
            {...hint(label, 'right')}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={cn(
              'relative grid size-10 place-items-center rounded-lg transition-colors',
              current ? 'bg-accent-wash text-accent-ink' : 'text-soft hover:bg-sunken hover:text-ink',
            )}
          >
            <Icon className="size-5" aria-hidden />
            <span className="sr-only">{label}</span>
            <Count
              count={count}
              label={countLabel}
              urgent={urgent}
              className="-top-1 absolute left-6 ring-2 ring-panel"
            />
          </Link>
        ))}
      <div className="mt-auto">
        <AccountMenu />
      </div>
    </nav>
  );
};
