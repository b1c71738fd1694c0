'use client';

import { CloudOff, Download, RefreshCw, ScrollText } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { paths } from '../../../../../protocol/http.ts';
import { Button, buttonLook } from '../../../../_ui/button.tsx';
import { Empty } from '../../../../_ui/empty.tsx';
import { useErrorText } from '../../../../_ui/error-text.ts';
import { IconButton } from '../../../../_ui/icon-button.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { EntryRow } from './entry-row.tsx';
import { useFilterAddress } from './filter-address.ts';
import { FilterBar } from './filter-bar.tsx';
import { useEntries } from './use-entries.ts';

const Meanwhile = () => (
  <div className="flex flex-col gap-2">
    {['one', 'two', 'three', 'four', 'five'].map((name) => (
      <Skeleton key={name} className="h-14" />
    ))}
  </div>
);

const Exports = ({ query }: { query: string }) => {
  const t = useTranslations('audit');
  return (
    <div className="ml-auto flex gap-2">
      {(['csv', 'ndjson'] as const).map((format) => (
        <a
          key={format}
          download
          href={`${paths.auditExport}?${query}${query === '' ? '' : '&'}format=${format}`}
          aria-label={t('exportAs', { format: format.toUpperCase() })}
          className={buttonLook({ size: 'md' })}
        >
          <Download aria-hidden /> {format.toUpperCase()}
        </a>
      ))}
    </div>
  );
};

type EntriesProps = ReturnType<typeof useEntries> & {
  isFiltered: boolean;
  onFilter: ReturnType<typeof useFilterAddress>['setFilter'];
  onClear: () => void;
};

const Entries = ({ entries, next, error, isLoading, renew, more, isFiltered, onFilter, onClear }: EntriesProps) => {
  const t = useTranslations();
  const errorText = useErrorText();
  if (entries === null && error !== null)
    return (
      <Empty icon={<CloudOff aria-hidden />} title={t('audit.unknown')} hint={errorText(error)}>
        <Button onClick={() => void renew()}>{t('actions.tryAgain')}</Button>
      </Empty>
    );
  if (entries === null) return <Meanwhile />;
  if (entries.length === 0 && next === null)
    return (
      <Empty icon={<ScrollText aria-hidden />} title={t(isFiltered ? 'audit.noneFound' : 'audit.none')}>
        {isFiltered ? <Button onClick={onClear}>{t('audit.clearFilters')}</Button> : null}
      </Empty>
    );
  return (
    <>
      <ol aria-label={t('audit.title')} aria-busy={isLoading} className="rounded-lg border empty:hidden">
        {entries.map((entry) => (
          <EntryRow key={entry.seq} entry={entry} onFilter={onFilter} />
        ))}
      </ol>
      {error === null ? null : (
        <p role="alert" className="text-danger-ink">
          {errorText(error)}
        </p>
      )}
      {next === null ? null : (
        <Button className="self-center" aria-disabled={isLoading} onClick={() => isLoading || void more()}>
          {t(entries.length === 0 ? 'audit.lookFurther' : 'actions.loadMore')}
        </Button>
      )}
    </>
  );
};

/** Everything that was done, as far as it is about rights: who, what, on whom, from where and when. */
export const AuditDesk = () => {
  const t = useTranslations('audit');
  const { filter, query, setFilter, clear } = useFilterAddress();
  const found = useEntries(filter);
  const subjectName = found.entries?.find(({ subject }) => subject?.id === filter.subjectId)?.subject?.name;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="font-semibold text-2xl">{t('title')}</h1>
          <IconButton label={t('renew')} onClick={() => void found.renew()}>
            <RefreshCw aria-hidden />
          </IconButton>
          <Exports query={query} />
        </div>
        <p className="text-soft">{t('hint')}</p>
        <FilterBar filter={filter} subjectName={subjectName ?? undefined} onChange={setFilter} onClear={clear} />
        <Entries {...found} isFiltered={Object.keys(filter).length > 0} onFilter={setFilter} onClear={clear} />
      </div>
    </main>
  );
};
