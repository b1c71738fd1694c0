'use client';

import { Download, RefreshCw, ScrollText } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AuditFilter } from '../../../../../protocol/index.ts';
import { useDownload } from '../../../../_files/use-download.ts';
import { Button } from '../../../../_ui/button.tsx';
import { IconButton } from '../../../../_ui/icon-button.tsx';
import { PagedList } from '../paged-list.tsx';
import { EntryRow } from './entry-row.tsx';
import { useFilterAddress } from './filter-address.ts';
import { FilterBar } from './filter-bar.tsx';
import { useEntries } from './use-entries.ts';

const Exports = ({ filter }: { filter: AuditFilter }) => {
  const t = useTranslations('audit');
  const download = useDownload();
  return (
    <div className="ml-auto flex gap-2">
      {(['csv', 'ndjson'] as const).map((format) => (
        <Button
          key={format}
          aria-label={t('exportAs', { format: format.toUpperCase() })}
          onClick={() => void download('audit:export', { ...filter, format })}
        >
          <Download aria-hidden /> {format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
};

/** Everything that was done, as far as it is about rights: who, what, on whom, from where and when. */
export const AuditDesk = () => {
  const t = useTranslations('audit');
  const { filter, setFilter, clear } = useFilterAddress();
  const found = useEntries(filter);
  const isFiltered = Object.keys(filter).length > 0;
  const subjectName = found.items?.find(({ subject }) => subject?.id === filter.subjectId)?.subject?.name;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="font-semibold text-2xl">{t('title')}</h1>
          <IconButton label={t('renew')} onClick={() => void found.renew()}>
            <RefreshCw aria-hidden />
          </IconButton>
          <Exports filter={filter} />
        </div>
        <p className="text-soft">{t('hint')}</p>
        <FilterBar filter={filter} subjectName={subjectName ?? undefined} onChange={setFilter} onClear={clear} />
        <PagedList
          label={t('title')}
          pages={found}
          row={(entry) => <EntryRow key={entry.seq} entry={entry} onFilter={setFilter} />}
          none={{ icon: <ScrollText aria-hidden />, title: t(isFiltered ? 'noneFound' : 'none') }}
          onClear={isFiltered ? clear : undefined}
        />
      </div>
    </main>
  );
};
