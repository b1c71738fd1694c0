'use client';

import { MailCheck, RefreshCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type DeadLetterSelection, DeadLetterState } from '../../../../../protocol/index.ts';
import { Choice } from '../../../../_ui/choice.tsx';
import { FilterChip } from '../../../../_ui/filter-chip.tsx';
import { IconButton } from '../../../../_ui/icon-button.tsx';
import { later } from '../../../../_ui/later.tsx';
import { PagedList } from '../paged-list.tsx';
import { useFilterAddress } from './filter-address.ts';
import { GroupList } from './group-list.tsx';
import { LetterRow } from './letter-row.tsx';
import { RunList } from './run-list.tsx';
import { useDeeds } from './use-deeds.ts';
import { useLetters } from './use-letters.ts';
import { useRuns } from './use-runs.ts';

const RetryDialog = later(() => import('./retry-dialog.tsx'));
const DiscardDialog = later(() => import('./discard-dialog.tsx'));
const LetterDialog = later(() => import('./letter-dialog.tsx'));

/** A question that is asked before something is done with letters, or a letter that is looked at. */
type Asked =
  | { kind: 'retry' | 'discard'; selection: DeadLetterSelection; letters: number }
  | { kind: 'letter'; id: string };

/** Events that could not be read: what is wrong with them, and what can be done. */
export const DeadLetterDesk = () => {
  const t = useTranslations('deadLetters');
  const { filter, setFilter } = useFilterAddress();
  const { pages, groups, renew } = useLetters(filter);
  const { runs, look } = useRuns(useCallback(() => void renew(), [renew]));
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = useCallback(() => setAsked(null), []);
  const deeds = useDeeds(useCallback(() => void look(), [look]));
  const { state, source, kind } = filter;
  const isNarrowed = source !== undefined || kind !== undefined;
  const widen = () => setFilter({ source: null, kind: null });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <main tabIndex={0} className="min-w-0 flex-1 overflow-y-auto outline-offset-[-2px]">
      <div className="mx-auto flex max-w-220 flex-col gap-5 px-5 py-8 max-sm:px-3 max-sm:py-5">
        <div className="flex items-center gap-2">
          <h1 className="font-semibold text-2xl">{t('title')}</h1>
          <IconButton label={t('renew')} onClick={() => void renew()}>
            <RefreshCw aria-hidden />
          </IconButton>
        </div>
        <p className="text-soft">{t('hint')}</p>
        <RunList runs={runs} onCancel={(runId) => void deeds.cancel(runId)} />
        <Choice
          label={t('state')}
          value={state}
          options={DeadLetterState.options.map((value) => ({ value, label: t(`states.${value}`) }))}
          onChange={(value) => setFilter({ state: value, source: null, kind: null })}
        />
        <GroupList
          state={state}
          groups={groups}
          chosen={filter}
          onChoose={(group) => setFilter({ source: group.source, kind: group.kind })}
          onRetry={(selection, letters) => setAsked({ kind: 'retry', selection, letters })}
          onDiscard={(selection, letters) => setAsked({ kind: 'discard', selection, letters })}
          onRestore={(selection) => void deeds.restore(selection)}
        />
        {isNarrowed ? (
          <div className="flex flex-wrap gap-2">
            {kind === undefined ? null : (
              <FilterChip
                field={t('kind')}
                value={kind}
                label={t('removeFilter', { value: kind })}
                onRemove={() => setFilter({ kind: null, source: null })}
              />
            )}
          </div>
        ) : null}
        <PagedList
          label={t('title')}
          pages={pages}
          row={(letter) => (
            <LetterRow key={letter.id} letter={letter} onOpen={() => setAsked({ kind: 'letter', id: letter.id })} />
          )}
          none={{ icon: <MailCheck aria-hidden />, title: t(`none.${state}`) }}
          onClear={isNarrowed ? widen : undefined}
        />
      </div>
      {asked?.kind === 'retry' ? (
        <RetryDialog {...asked} onRetry={() => void deeds.retry(asked.selection)} onClose={close} />
      ) : null}
      {asked?.kind === 'discard' ? (
        <DiscardDialog
          letters={asked.letters}
          onDiscard={(reason) => void deeds.discard(asked.selection, reason)}
          onClose={close}
        />
      ) : null}
      {asked?.kind === 'letter' ? (
        <LetterDialog id={asked.id} deeds={deeds} onChange={() => void renew()} onClose={close} />
      ) : null}
    </main>
  );
};
