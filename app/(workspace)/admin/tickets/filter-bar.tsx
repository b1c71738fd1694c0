'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Priority, RejectionState, TicketSource } from '../../../../protocol/index.ts';
import type { TicketFilter } from '../../../_live/hooks.ts';
import { Button } from '../../../_ui/button.tsx';
import { Input } from '../../../_ui/input.tsx';
import { Select } from '../../../_ui/select.tsx';
import type { FilterName } from './filter-address.ts';

const all = 'all';
const pause = 250;

type FilterBarProps = {
  filter: TicketFilter;
  /** Reason codes that were seen so far. */
  reasons: readonly string[];
  onChange: (name: FilterName, value: string | null) => void;
  onClear: () => void;
};

const TextFilter = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => {
  const t = useTranslations('tickets');
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text), pause);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <div className="relative min-w-48 flex-1 sm:max-w-80">
      <Search
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-faint"
        aria-hidden
      />
      <Input
        type="search"
        aria-label={t('filterText')}
        placeholder={t('filterText')}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        dense
        className="pl-8"
      />
    </div>
  );
};

type Field = { name: Exclude<FilterName, 'text'>; label: string; values: readonly { value: string; label: string }[] };

const useFields = (reasons: readonly string[]): Field[] => {
  const t = useTranslations('tickets');
  return [
    {
      name: 'state',
      label: t('state'),
      values: RejectionState.options.map((value) => ({ value, label: t(`states.${value}`) })),
    },
    {
      name: 'priority',
      label: t('priority'),
      values: Priority.options.map((value) => ({ value, label: t(`priorities.${value}`) })),
    },
    { name: 'reasonCode', label: t('reason'), values: reasons.map((value) => ({ value, label: value })) },
    {
      name: 'source',
      label: t('source'),
      values: TicketSource.options.map((value) => ({ value, label: t(`sources.${value}`) })),
    },
  ];
};

/** What part of the feed is shown; every choice that narrows it is a chip that can be taken away. */
export const FilterBar = ({ filter, reasons, onChange, onClear }: FilterBarProps) => {
  const t = useTranslations('tickets');
  const fields = useFields(reasons);
  const isFiltered = Object.keys(filter).length > 0;
  const changeText = (text: string) => onChange('text', text);
  return (
    <search
      aria-label={t('filters')}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b px-5 py-2 max-sm:px-3"
    >
      <TextFilter value={filter.text ?? ''} onChange={changeText} />
      {fields.map(({ name, label, values }) => {
        const value = filter[name];
        const chosen =
          value === undefined ? undefined : (values.find((option) => option.value === value)?.label ?? value);
        if (value !== undefined && chosen !== undefined)
          return (
            <button
              key={name}
              type="button"
              aria-label={t('removeFilter', { field: label, value: chosen })}
              onClick={() => onChange(name, null)}
              className="flex h-8 max-w-60 items-center gap-1 rounded-md bg-accent-wash px-2 text-accent-ink text-sm max-sm:h-10"
            >
              <span className="truncate">
                {label}: {chosen}
              </span>
              <X className="size-3.5 shrink-0" aria-hidden />
            </button>
          );
        return (
          <Select
            key={name}
            label={t('filterBy', { field: label })}
            value={all}
            options={[{ value: all, label }, ...values]}
            onChange={(next) => onChange(name, next === all ? null : next)}
          />
        );
      })}
      {isFiltered ? (
        <Button kind="link" size="inline" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      ) : null}
    </search>
  );
};
