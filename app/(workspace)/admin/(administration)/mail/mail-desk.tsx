'use client';

import { Mail, Send } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { LetterKind, LetterState } from '../../../../../protocol/index.ts';
import { Button } from '../../../../_ui/button.tsx';
import { FilterChip } from '../../../../_ui/filter-chip.tsx';
import { Select } from '../../../../_ui/select.tsx';
import { PagedList } from '../paged-list.tsx';
import { type FilterChange, type MailFilter, useFilterAddress } from './filter-address.ts';
import { LetterRow } from './letter-row.tsx';
import { useLetters } from './use-letters.ts';

type FilterProps = {
  name: keyof MailFilter;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (change: FilterChange) => void;
};

const Filter = ({ name, value, options, onChange }: FilterProps) => {
  const t = useTranslations('mail');
  const field = t(name);
  if (value === undefined)
    return (
      <Select
        label={t('filterBy', { field })}
        placeholder={field}
        options={options}
        onChange={(chosen) => onChange({ [name]: chosen })}
      />
    );
  const chosen = options.find((option) => option.value === value)?.label ?? value;
  return (
    <FilterChip
      field={field}
      value={chosen}
      label={t('removeFilter', { field, value: chosen })}
      onRemove={() => onChange({ [name]: null })}
    />
  );
};

/** Whether mail can be sent, and by what; with a letter to oneself one sees that it is so. */
const Setup = ({ server, from, onTest }: { server: string | null; from: string | null; onTest: () => void }) => {
  const t = useTranslations('mail');
  if (server === null) return <p className="text-soft">{t('off')}</p>;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="wrap-anywhere min-w-0 flex-1 basis-72 text-soft">{t('on', { server, from: from ?? '' })}</p>
      <Button onClick={onTest}>
        <Send aria-hidden /> {t('test')}
      </Button>
    </div>
  );
};

/** Letters of the last thirty days: what became of them, and what can be done about those that were not taken. */
export const MailDesk = () => {
  const t = useTranslations('mail');
  const { filter, setFilter } = useFilterAddress();
  const { pages, setup, retry, test } = useLetters(filter);
  const isFiltered = Object.keys(filter).length > 0;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <h1 className="font-semibold text-2xl">{t('title')}</h1>
        {setup === null ? null : <Setup {...setup} onTest={() => void test()} />}
        <search aria-label={t('filters')} className="flex flex-wrap items-center gap-2">
          <Filter
            name="kind"
            value={filter.kind}
            options={LetterKind.options.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={setFilter}
          />
          <Filter
            name="state"
            value={filter.state}
            options={LetterState.options.map((value) => ({ value, label: t(`states.${value}`) }))}
            onChange={setFilter}
          />
        </search>
        <PagedList
          label={t('title')}
          pages={pages}
          row={(letter) => <LetterRow key={letter.id} letter={letter} onRetry={retry} />}
          none={{ icon: <Mail aria-hidden />, title: t(isFiltered ? 'noneFound' : 'none') }}
          onClear={isFiltered ? () => setFilter({ kind: null, state: null }) : undefined}
        />
      </div>
    </main>
  );
};
