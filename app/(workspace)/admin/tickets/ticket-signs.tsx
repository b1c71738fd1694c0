'use client';

import { ArrowDown, ArrowUp, ChevronsUp, CircleCheck, CircleDot, Eye, Minus } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import type { Priority, RejectionState } from '../../../../protocol/index.ts';
import { usePerson } from '../../../_live/hooks.ts';
import { Avatar } from '../../../_ui/avatar.tsx';
import { cn } from '../../../_ui/class-names.ts';
import { shortAge, useMoments, useNow } from '../../../_ui/moments.ts';
import { Skeleton } from '../../../_ui/skeleton.tsx';

const priorities = {
  low: { Icon: ArrowDown, look: 'text-faint' },
  normal: { Icon: Minus, look: 'text-soft' },
  high: { Icon: ArrowUp, look: 'text-warning-ink' },
  urgent: { Icon: ChevronsUp, look: 'text-danger-ink' },
} as const;

export const PrioritySign = ({ priority, named = false }: { priority: Priority; named?: boolean }) => {
  const t = useTranslations('tickets.priorities');
  const { Icon, look } = priorities[priority];
  return (
    <span className={cn('inline-flex items-center gap-1', look)} title={t(priority)}>
      <Icon className="size-4 shrink-0" aria-hidden />
      <span className={named ? undefined : 'sr-only'}>{t(priority)}</span>
    </span>
  );
};

const states = {
  open: { Icon: CircleDot, look: 'text-danger-ink' },
  acknowledged: { Icon: Eye, look: 'text-warning-ink' },
  resolved: { Icon: CircleCheck, look: 'text-success-ink' },
} as const;

export const StateSign = ({ state }: { state: RejectionState }) => {
  const t = useTranslations('tickets.states');
  const { Icon, look } = states[state];
  return (
    <span className={cn('inline-flex items-center gap-1.5 text-sm', look)}>
      <Icon className="size-4 shrink-0" aria-hidden />
      {t(state)}
    </span>
  );
};

/** Counts up while it is looked at. */
export const Age = ({ since }: { since: string }) => {
  const locale = useLocale();
  const moments = useMoments();
  const now = useNow('second');
  const at = Date.parse(since);
  return (
    <time dateTime={since} title={moments.full(at)} className="text-soft text-sm tabular-nums">
      {shortAge(now - at, locale)}
    </time>
  );
};

export const PersonName = ({ id }: { id: string }) => {
  const person = usePerson(id);
  if (!person) return <Skeleton className="h-4 w-20" />;
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <Avatar {...person} size="sm" />
      <span className="truncate">{person.name}</span>
    </span>
  );
};
