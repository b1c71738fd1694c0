'use client';

import { memo } from 'react';
import type { Rejection } from '../../../../protocol/index.ts';
import { cn } from '../../../_ui/class-names.ts';
import { useExpected } from './pending-deeds.ts';
import { ReasonSign } from './reason-sign.tsx';
import { Age, PersonName, PrioritySign, SampleSign, StateSign } from './ticket-signs.tsx';

/** The columns, as many as the feed has room for; where it is narrow, a row is a small card. */
export const columns =
  'grid grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-x-4 px-5 max-sm:px-3 @3xl:grid-cols-[20px_88px_minmax(0,1fr)_144px_56px_124px] @6xl:grid-cols-[20px_104px_minmax(0,1fr)_176px_136px_64px_124px_144px]';
/** Not on cards. */
export const fromTable = 'hidden @3xl:block';
/** Only where there is room for every column. */
export const fromWide = 'hidden @6xl:block';

type TicketRowProps = {
  rejection: Rejection;
  place: number;
  current: boolean;
  isNew: boolean;
  onOpen: (rejection: Rejection) => void;
  onFocus: (id: string) => void;
};

const Reason = ({ rejection }: { rejection: Rejection }) => (
  <span className="flex min-w-0 text-soft text-sm">
    <ReasonSign reasonCode={rejection.reasonCode} />
  </span>
);

export const TicketRow = memo(({ rejection: known, place, current, isNew, onOpen, onFocus }: TicketRowProps) => {
  const rejection = useExpected(known);
  const { id, ticketId, title, priority, state } = rejection;
  return (
    <button
      type="button"
      data-place={place}
      data-ticket={id}
      aria-current={current ? 'true' : undefined}
      onClick={() => onOpen(known)}
      onFocus={() => onFocus(id)}
      className={cn(
        columns,
        'h-16 w-full border-b text-left outline-offset-[-2px] @3xl:h-11',
        current ? 'bg-accent-wash' : 'hover:bg-panel',
        isNew && 'animate-arrive',
        (state === 'resolved' || state === 'snoozed') && 'text-faint',
      )}
    >
      <PrioritySign priority={priority} />
      <span className={cn(fromTable, 'truncate font-mono text-soft text-xs')}>{ticketId}</span>
      <span className="min-w-0">
        <span className="flex items-baseline">
          <SampleSign source={rejection.source} />
          <bdi className={cn('block min-w-0 truncate', state === 'open' && 'font-medium')}>{title}</bdi>
        </span>
        <span className="flex items-center gap-2 text-soft text-xs @3xl:hidden">
          <span className="shrink-0 font-mono">{ticketId}</span>
          <Reason rejection={rejection} />
        </span>
      </span>
      <span className={cn(fromTable, 'min-w-0')}>
        <Reason rejection={rejection} />
      </span>
      <bdi className={cn(fromWide, 'truncate text-soft text-sm')}>{rejection.rejectedBy}</bdi>
      <span className={fromTable}>
        <Age rejection={rejection} />
      </span>
      <span className="flex flex-col items-end @3xl:items-start">
        <StateSign state={state} />
        <span className="@3xl:hidden">
          <Age rejection={rejection} />
        </span>
      </span>
      <span className={cn(fromWide, 'min-w-0 text-sm')}>
        {rejection.assigneeId ? <PersonName id={rejection.assigneeId} /> : <span className="text-faint">–</span>}
      </span>
    </button>
  );
});
