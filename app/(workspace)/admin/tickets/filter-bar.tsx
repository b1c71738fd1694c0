'use client';

import { Search } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Priority, RejectionState, TicketSource } from '../../../../protocol/index.ts';
import { lengthOf } from '../../../../protocol/length.ts';
import { limits } from '../../../../protocol/limits.ts';
import { useMe } from '../../../_live/connection/hooks.ts';
import { usePeople } from '../../../_live/people/hooks.ts';
import type { TicketFilter } from '../../../_live/tickets/state.ts';
import { useSourceNames } from '../../../_sources/source-names.ts';
import { Button } from '../../../_ui/button.tsx';
import { FilterChip } from '../../../_ui/filter-chip.tsx';
import { Input } from '../../../_ui/input.tsx';
import { LengthNote } from '../../../_ui/length-note.tsx';
import { useMoments } from '../../../_ui/moments.ts';
import { Select } from '../../../_ui/select.tsx';
import type { FilterChange } from './filter-address.ts';
import { reasonName } from './reason-colours.ts';
import { TimeFilter } from './time-filter.tsx';
import { type Facets, useFacets } from './use-facets.ts';

const pause = 250;

type FilterBarProps = {
  filter: TicketFilter;
  onChange: (change: FilterChange) => void;
  onClear: () => void;
};

const TextFilter = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => {
  const t = useTranslations('tickets');
  const [text, setText] = useState(value);
  const noteId = useId();
  const length = lengthOf(text.trim());
  const isLong = length > limits.ticketQuery;
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    // What is too long finds nothing: the list stays as it is until there is something to look for.
    if (isLong || text.trim() === value) return;
    const timer = setTimeout(() => onChange(text), pause);
    return () => clearTimeout(timer);
  }, [text, isLong, value, onChange]);
  return (
    <div className="relative min-w-48 flex-1 sm:max-w-80">
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint max-sm:top-3" aria-hidden />
      <Input
        type="search"
        aria-label={t('filterText')}
        placeholder={t('filterText')}
        aria-invalid={isLong || undefined}
        aria-describedby={noteId}
        value={text}
        onChange={(event) => setText(event.target.value)}
        dense
        className="pl-8"
      />
      <LengthNote id={noteId} length={length} most={limits.ticketQuery} />
    </div>
  );
};

type FieldName = 'state' | 'priority' | 'reasonCode' | 'source' | 'assigneeId';
type Field = { name: FieldName; label: string; values: { value: string; label: string; note?: string }[] };

/** The choices of each field: those that cannot be more, and those that occur, with how often. */
const useFields = (facets: Facets | null, filter: TicketFilter): Field[] => {
  const t = useTranslations('tickets');
  const me = useMe();
  const ids = (facets?.assigneeId ?? []).flatMap(({ value }) => (value === 'nobody' || value === me.id ? [] : [value]));
  const named = typeof filter.assigneeId === 'string' && filter.assigneeId.length === 36 ? [filter.assigneeId] : [];
  const people = usePeople([...new Set([...ids, ...named])]);
  const noted = (name: FieldName, value: string, label: string) => {
    const count = facets?.[name].find((one) => one.value === value)?.count;
    return { value, label, ...(facets ? { note: String(count ?? 0) } : {}) };
  };
  // Those of the settings, those that occur, and what is chosen.
  const occurring = (facets?.source ?? []).map(({ value }) => value);
  const sources = [...new Set([...TicketSource.options, ...occurring, ...(filter.source ? [filter.source] : [])])];
  const sourceName = useSourceNames(sources, (source) => t(`sources.${source}`));
  const reasons = facets?.reasonCode.map(({ value }) => value) ?? [];
  return [
    {
      name: 'state',
      label: t('state'),
      values: RejectionState.options.map((value) => noted('state', value, t(`states.${value}`))),
    },
    {
      name: 'priority',
      label: t('priority'),
      values: Priority.options.map((value) => noted('priority', value, t(`priorities.${value}`))),
    },
    {
      name: 'reasonCode',
      label: t('reason'),
      values: reasons.map((value) => noted('reasonCode', value, reasonName(value))),
    },
    {
      name: 'assigneeId',
      label: t('assignee'),
      values: people.flatMap((person) => (person ? [noted('assigneeId', person.id, person.name)] : [])),
    },
    {
      name: 'source',
      label: t('source'),
      values: sources.map((value) => noted('source', value, sourceName(value))),
    },
  ];
};

const wholes = { me: 'mine', nobody: 'nobodys' } as const;

/** The two views that a shift lives in, each one press away. */
const Whose = ({ filter, onChange }: Pick<FilterBarProps, 'filter' | 'onChange'>) => {
  const t = useTranslations('tickets');
  return (['me', 'nobody'] as const).map((whose) => {
    const isOn = filter.assigneeId === whose;
    return (
      <button
        key={whose}
        type="button"
        aria-pressed={isOn}
        onClick={() => onChange({ assigneeId: isOn ? null : whose })}
        className="h-8 rounded-md border border-line px-2.5 text-sm hover:bg-sunken aria-pressed:border-transparent aria-pressed:bg-accent-wash aria-pressed:text-accent-ink max-sm:h-10"
      >
        {t(wholes[whose])}
      </button>
    );
  });
};

const useCountedSince = (facets: Facets | null): string | undefined => {
  const t = useTranslations('tickets');
  const moments = useMoments();
  if (!facets?.since) return undefined;
  return t('countedSince', { time: moments.full(Date.parse(facets.since)) });
};

/** What part of the feed is shown; every choice that narrows it is a chip that can be taken away. */
export const FilterBar = ({ filter, onChange, onClear }: FilterBarProps) => {
  const t = useTranslations('tickets');
  const { facets, ask } = useFacets(filter);
  const fields = useFields(facets, filter);
  const since = useCountedSince(facets);
  const isFiltered = Object.keys(filter).length > 0;
  const changeText = (text: string) => onChange({ text });
  return (
    <search
      aria-label={t('filters')}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b px-5 py-2 max-sm:px-3"
    >
      <TextFilter value={filter.text ?? ''} onChange={changeText} />
      <div className="contents max-sm:flex max-sm:w-full max-sm:gap-2 max-sm:overflow-x-auto max-sm:[&>*]:shrink-0">
        <Whose filter={filter} onChange={onChange} />
        {fields.map(({ name, label, values }) => {
          const value = filter[name];
          if (name === 'assigneeId' && (value === 'me' || value === 'nobody')) return null;
          if (value === undefined)
            return (
              <Select
                key={name}
                label={t('filterBy', { field: label })}
                placeholder={label}
                options={values}
                empty={facets === null ? t('choicesLoading') : t('noChoices')}
                footer={since}
                onOpen={ask}
                onChange={(next) => onChange({ [name]: next })}
              />
            );
          const shown = name === 'reasonCode' ? reasonName(value) : values.find((one) => one.value === value)?.label;
          return (
            <FilterChip
              key={name}
              field={label}
              value={shown ?? value}
              label={t('removeFilter', { field: label, value: shown ?? value })}
              onRemove={() => onChange({ [name]: null })}
            />
          );
        })}
        <TimeFilter filter={filter} onChange={onChange} />
        {isFiltered ? (
          <Button kind="link" size="inline" onClick={onClear}>
            {t('clearFilters')}
          </Button>
        ) : null}
      </div>
    </search>
  );
};
