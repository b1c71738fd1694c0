'use client';

import { AlarmClock, ArrowDown, ArrowUp, ChevronsUp, CircleCheck, CircleDot, Eye, Minus } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import type { Priority, Rejection, RejectionState } from '../../../../protocol/index.ts';
import { usePerson } from '../../../_live/people/hooks.ts';
import { ShownName } from '../../../_people/shown-name.tsx';
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

// Most are open most of the time: that is the rule, and colour is for exceptions.
const states = {
  open: { Icon: CircleDot, look: 'text-ink' },
  acknowledged: { Icon: Eye, look: 'text-accent-ink' },
  snoozed: { Icon: AlarmClock, look: 'text-faint' },
  resolved: { Icon: CircleCheck, look: 'text-faint' },
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

/** Says of a made-up rejection that it is one. */
export const SampleSign = ({ source }: Pick<Rejection, 'source'>) => {
  const t = useTranslations('tickets');
  if (source !== 'sample') return null;
  return (
    <span className="mr-2 shrink-0 rounded-sm border border-line px-1 text-soft text-xs">{t('sources.sample')}</span>
  );
};

const minute = 60_000;

/** How long ago it was rejected, counting up while it is looked at; pointed at, it says when, and when it came here. */
export const Age = ({ rejection: { occurredAt, receivedAt } }: { rejection: Rejection }) => {
  const locale = useLocale();
  const t = useTranslations('tickets');
  const moments = useMoments();
  const now = useNow('second');
  const span = now - Date.parse(occurredAt);
  const times = [
    `${t('occurredAt')}: ${moments.full(Date.parse(occurredAt))}`,
    `${t('receivedAt')}: ${moments.full(Date.parse(receivedAt))}`,
  ];
  return (
    <time dateTime={occurredAt} title={times.join('\n')} className="whitespace-nowrap text-soft text-sm tabular-nums">
      {now === 0 ? null : span > -minute ? shortAge(span, locale) : t('inTime', { span: shortAge(-span, locale) })}
    </time>
  );
};

export const PersonName = ({ id }: { id: string }) => {
  const person = usePerson(id);
  if (!person) return <Skeleton className="h-4 w-20" />;
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <Avatar {...person} size="sm" />
      <ShownName name={person.name} />
    </span>
  );
};
