'use client';

import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { AuditAction, type AuditFilter } from '../../../../../protocol/index.ts';
import { useNames } from '../../../../_people/names.ts';
import { PeoplePicker } from '../../../../_people/people-picker.tsx';
import { Button } from '../../../../_ui/button.tsx';
import { FilterChip } from '../../../../_ui/filter-chip.tsx';
import { useMoments } from '../../../../_ui/moments.ts';
import { Popover, PopoverContent, PopoverTrigger } from '../../../../_ui/popover.tsx';
import { Select } from '../../../../_ui/select.tsx';
import type { FilterChange, FilterName } from './filter-address.ts';
import { useAuditWords } from './use-audit-words.ts';

type FilterBarProps = {
  filter: AuditFilter;
  /** What the subject that is filtered by is called, as far as an entry says. */
  subjectName: string | undefined;
  onChange: (change: FilterChange) => void;
  onClear: () => void;
};

const day = 86_400_000;
const spans = { day, week: 7 * day, month: 30 * day } as const;
type Span = keyof typeof spans;

const Who = ({ onChange }: Pick<FilterBarProps, 'onChange'>) => {
  const t = useTranslations('audit');
  const [open, setOpen] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        aria-label={t('filterBy', { field: t('who') })}
        className="flex h-8 items-center gap-1.5 rounded-md border border-line bg-canvas px-2 text-sm hover:bg-sunken max-sm:h-10"
      >
        <UserRound className="size-4 text-soft" aria-hidden /> {t('who')}
      </PopoverTrigger>
      <PopoverContent align="start" aria-label={t('filterBy', { field: t('who') })} className="w-72 p-2">
        <PeoplePicker
          autoFocus
          onToggle={({ id }) => {
            setOpen(false);
            onChange({ actorId: id });
          }}
        />
      </PopoverContent>
    </Popover>
  );
};

/** The filters that are set, as what they are called. */
const useChips = ({ filter, subjectName }: Pick<FilterBarProps, 'filter' | 'subjectName'>) => {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const moments = useMoments();
  const nameOf = useNames(filter.actorId === undefined ? [] : [filter.actorId]);
  const { actorId, action, subjectId, refused, after, before } = filter;
  const chips: { name: FilterName; field: string; value: string }[] = [];
  if (actorId !== undefined) chips.push({ name: 'actorId', field: t('who'), value: nameOf(actorId) });
  if (action !== undefined) chips.push({ name: 'action', field: t('what'), value: words.action(action) });
  if (subjectId !== undefined) chips.push({ name: 'subjectId', field: t('onWhom'), value: subjectName ?? subjectId });
  if (refused !== undefined)
    chips.push({ name: 'refused', field: t('outcome'), value: t(refused ? 'refused' : 'done') });
  if (after !== undefined) chips.push({ name: 'after', field: t('since'), value: moments.full(Date.parse(after)) });
  if (before !== undefined) chips.push({ name: 'before', field: t('until'), value: moments.full(Date.parse(before)) });
  return chips;
};

/** What part of the log is shown; every choice that narrows it is a chip that can be taken away. */
export const FilterBar = ({ filter, subjectName, onChange, onClear }: FilterBarProps) => {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const chips = useChips({ filter, subjectName });
  const ofSpan = (span: Span) => new Date(Date.now() - spans[span]).toISOString();
  return (
    <search aria-label={t('filters')} className="flex flex-wrap items-center gap-2">
      {filter.actorId === undefined ? <Who onChange={onChange} /> : null}
      {filter.action === undefined ? (
        <Select
          label={t('filterBy', { field: t('what') })}
          placeholder={t('what')}
          options={AuditAction.options.map((value) => ({ value, label: words.action(value) }))}
          onChange={(action) => onChange({ action })}
        />
      ) : null}
      {filter.refused === undefined ? (
        <Select
          label={t('filterBy', { field: t('outcome') })}
          placeholder={t('outcome')}
          options={[
            { value: 'false', label: t('done') },
            { value: 'true', label: t('refused') },
          ]}
          onChange={(refused) => onChange({ refused })}
        />
      ) : null}
      {filter.after === undefined ? (
        <Select
          label={t('filterBy', { field: t('when') })}
          placeholder={t('when')}
          options={(Object.keys(spans) as Span[]).map((span) => ({ value: span, label: t(`spans.${span}`) }))}
          onChange={(span) => onChange({ after: ofSpan(span as Span) })}
        />
      ) : null}
      {chips.map(({ name, field, value }) => (
        <FilterChip
          key={name}
          field={field}
          value={value}
          label={t('removeFilter', { field, value })}
          onRemove={() => onChange({ [name]: null })}
        />
      ))}
      {chips.length > 0 ? (
        <Button kind="link" size="inline" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      ) : null}
    </search>
  );
};
