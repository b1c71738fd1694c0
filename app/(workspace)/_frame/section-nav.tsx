'use client';

import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { cn } from '../../_ui/class-names.ts';

export type Section = { href: string; label: string; icon: LucideIcon; isCurrent: boolean; onFollow?: () => void };

/** The way from one section of a place to another: a column, or on a phone a line that scrolls to where one is. */
export const SectionNav = ({ title, sections }: { title: string; sections: readonly Section[] }) => {
  const current = useRef<HTMLAnchorElement>(null);
  const at = sections.find(({ isCurrent }) => isCurrent)?.href;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another section is current, and may be out of sight
  useEffect(() => void current.current?.scrollIntoView({ block: 'nearest', inline: 'center' }), [at]);
  return (
    <nav
      aria-label={title}
      className="flex w-52 shrink-0 flex-col gap-1 overflow-y-auto border-r bg-panel p-3 max-sm:w-auto max-sm:flex-row max-sm:overflow-x-auto max-sm:border-r-0 max-sm:border-b max-sm:p-2"
    >
      <p className="px-2 pt-1 pb-2 font-semibold text-lg max-sm:sr-only">{title}</p>
      {sections.map(({ href, label, icon: Icon, isCurrent, onFollow }) => (
        <Link
          key={href}
          ref={isCurrent ? current : undefined}
          href={href}
          aria-current={isCurrent ? 'page' : undefined}
          onClick={onFollow}
          className={cn(
            'flex min-h-9 shrink-0 items-center gap-2 rounded-md px-2 max-sm:min-h-11',
            isCurrent ? 'bg-accent-wash font-medium text-accent-ink' : 'text-soft hover:bg-sunken hover:text-ink',
          )}
        >
          <Icon className="size-4 shrink-0" aria-hidden /> {label}
        </Link>
      ))}
    </nav>
  );
};
