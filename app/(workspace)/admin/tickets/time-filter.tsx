'use client';

import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { TicketFilter } from '../../../_live/tickets/state.ts';
import { Button } from '../../../_ui/button.tsx';
import { FilterChip } from '../../../_ui/filter-chip.tsx';
import { Input } from '../../../_ui/input.tsx';
import { isSameDay, useMoments } from '../../../_ui/moments.ts';
import { Popover, PopoverContent, PopoverTrigger } from '../../../_ui/popover.tsx';
import type { FilterChange } from './filter-address.ts';

const minute = 60_000;
const spans = { quarter: 15 * minute, hour: 60 * minute, day: 1_440 * minute, week: 10_080 * minute } as const;

/** As a field of a form writes it, by the clock on the wall. */
const toLocal = (iso: string | undefined): string => {
  if (iso === undefined) return '';
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * minute).toISOString().slice(0, 16);
};
const fromLocal = (value: string): string | null => {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};

const useSpanText = () => {
  const t = useTranslations('tickets');
  const moments = useMoments();
  const write = (iso: string) => {
    const at = Date.parse(iso);
    return isSameDay(at, Date.now()) ? moments.time(at) : `${moments.dayName(at, Date.now())} ${moments.time(at)}`;
  };
  return ({ occurredAfter, occurredBefore }: TicketFilter) => {
    if (occurredAfter && occurredBefore)
      return t('timeBetween', { from: write(occurredAfter), until: write(occurredBefore) });
    if (occurredAfter) return t('timeSince', { from: write(occurredAfter) });
    return occurredBefore ? t('timeUntil', { until: write(occurredBefore) }) : null;
  };
};

const Own = ({ filter, onChange }: { filter: TicketFilter; onChange: (change: FilterChange) => void }) => {
  const t = useTranslations('tickets');
  const id = useId();
  const [from, setFrom] = useState(toLocal(filter.occurredAfter));
  const [until, setUntil] = useState(toLocal(filter.occurredBefore));
  const apply = () => onChange({ occurredAfter: fromLocal(from), occurredBefore: fromLocal(until) });
  return (
    <div className="flex flex-col gap-2 border-t pt-2">
      <label htmlFor={`${id}-from`} className="text-soft text-sm">
        {t('timeFrom')}
      </label>
      <Input
        id={`${id}-from`}
        type="datetime-local"
        dense
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <label htmlFor={`${id}-to`} className="text-soft text-sm">
        {t('timeTo')}
      </label>
      <Input
        id={`${id}-to`}
        type="datetime-local"
        dense
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <Button size="sm" onClick={apply} disabled={from === '' && until === ''}>
        {t('timeApply')}
      </Button>
    </div>
  );
};

type TimeFilterProps = { filter: TicketFilter; onChange: (change: FilterChange) => void };

/** When the tickets were rejected: the last while, or between two moments. */
export const TimeFilter = ({ filter, onChange }: TimeFilterProps) => {
  const t = useTranslations('tickets');
  const [open, setOpen] = useState(false);
  const text = useSpanText()(filter);
  if (text !== null)
    return (
      <FilterChip
        field={t('time')}
        value={text}
        label={t('removeFilter', { field: t('time'), value: text })}
        onRemove={() => onChange({ occurredAfter: null, occurredBefore: null })}
      />
    );
  const choose = (change: FilterChange) => {
    setOpen(false);
    onChange(change);
  };
  const since = (span: number) => choose({ occurredAfter: new Date(Date.now() - span).toISOString() });
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        aria-label={t('filterBy', { field: t('time') })}
        className="flex h-8 items-center gap-1 rounded-md border border-line bg-canvas px-2 text-sm hover:bg-sunken max-sm:h-10"
      >
        {t('time')} <ChevronDown className="size-4 text-soft" aria-hidden />
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={t('filterBy', { field: t('time') })} className="w-64 p-2">
        <div className="mb-2 flex flex-col [&>button]:justify-start">
          {(Object.keys(spans) as (keyof typeof spans)[]).map((name) => (
            <Button key={name} kind="ghost" size="sm" onClick={() => since(spans[name])}>
              {t(`timeSpans.${name}`)}
            </Button>
          ))}
        </div>
        <Own filter={filter} onChange={choose} />
      </PopoverContent>
    </Popover>
  );
};
