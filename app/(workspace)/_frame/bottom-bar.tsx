'use client';

import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { cn } from '../../_ui/class-names.ts';
import { Count } from './count.tsx';
import { usePlaces } from './places.ts';

/** Takes the rail's place on phones. */
export const BottomBar = ({ className }: { className?: string }) => {
  const t = useTranslations('frame');
  const places = usePlaces();
  return (
    <nav
      aria-label={t('navigation')}
      className={cn('flex shrink-0 border-t bg-panel pb-[env(safe-area-inset-bottom)]', className)}
    >
      {places.map(({ href, label, icon: Icon, count, countLabel, urgent, current }) => (
        <Link
          key={href}
          href={href}
          aria-current={current ? 'page' : undefined}
          className={cn(
            'relative flex h-14 flex-1 flex-col items-center justify-center gap-1 text-xs',
            current ? 'font-medium text-accent-ink' : 'text-soft',
          )}
        >
          <span className="relative">
            <Icon className="size-5" aria-hidden />
            <Count
              count={count}
              label={countLabel}
              urgent={urgent}
              className="-top-2 absolute left-3.5 ring-2 ring-panel"
            />
          </span>
          {label}
        </Link>
      ))}
    </nav>
  );
};
