'use client';

import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { Rejection } from '../../../../protocol/index.ts';
import { cn } from '../../../_ui/class-names.ts';
import { colourOf } from './reason-colours.ts';
import { Age, PersonName, PrioritySign, StateSign } from './ticket-signs.tsx';

/** The columns on wide screens; on phones a row is a small card. */
export const columns =
  'grid items-center gap-x-4 px-5 max-sm:px-3 lg:grid-cols-[20px_112px_minmax(0,1fr)_minmax(0,180px)_128px_56px_124px_136px] max-lg:grid-cols-[20px_minmax(0,1fr)_auto]';

type TicketRowProps = {
  rejection: Rejection;
  place: number;
  current: boolean;
  isNew: boolean;
  onOpen: (id: string) => void;
  onFocus: (id: string) => void;
};

const Reason = ({ rejection }: { rejection: Rejection }) => (
  <span className="flex min-w-0 items-center gap-2 text-soft text-sm" title={rejection.reason}>
    <span aria-hidden className={cn('size-2 shrink-0 rounded-full', colourOf(rejection.reasonCode).background)} />
    <span className="truncate">{rejection.reasonCode}</span>
  </span>
);

export const TicketRow = memo(({ rejection, place, current, isNew, onOpen, onFocus }: TicketRowProps) => {
  const t = useTranslations('tickets');
  const { id, ticketId, title, priority, state } = rejection;
  return (
    <button
      type="button"
      data-place={place}
      aria-label={t('row', {
        ticket: ticketId,
        priority: t(`priorities.${priority}`),
        state: t(`states.${state}`),
        title,
      })}
      aria-current={current ? 'true' : undefined}
      onClick={() => onOpen(id)}
      onFocus={() => onFocus(id)}
      className={cn(
        columns,
        'h-11 w-full border-b text-left outline-offset-[-2px] hover:bg-panel max-lg:h-16',
        current && 'bg-accent-wash hover:bg-accent-wash',
        isNew && 'animate-arrive',
        state === 'resolved' && 'text-faint',
      )}
    >
      <PrioritySign priority={priority} />
      <span className="truncate font-mono text-soft text-xs max-lg:hidden">{ticketId}</span>
      <span className="min-w-0">
        <span className={cn('block truncate', state === 'open' && 'font-medium')}>{title}</span>
        <span className="flex items-center gap-2 text-soft text-xs lg:hidden">
          <span className="shrink-0 font-mono">{ticketId}</span>
          <Reason rejection={rejection} />
        </span>
      </span>
      <span className="min-w-0 max-lg:hidden">
        <Reason rejection={rejection} />
      </span>
      <span className="truncate text-soft text-sm max-lg:hidden">{rejection.rejectedBy}</span>
      <span className="max-lg:hidden">
        <Age since={rejection.occurredAt} />
      </span>
      <span className="flex flex-col items-end lg:items-start">
        <StateSign state={state} />
        <span className="lg:hidden">
          <Age since={rejection.occurredAt} />
        </span>
      </span>
      <span className="min-w-0 text-sm max-lg:hidden">
        {rejection.assigneeId ? <PersonName id={rejection.assigneeId} /> : <span className="text-faint">–</span>}
      </span>
    </button>
  );
});
