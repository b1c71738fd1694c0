'use client';

import { RotateCcw, Trash2, Undo2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { DeadLetterGroup, DeadLetterSelection, DeadLetterState } from '../../../../../protocol/index.ts';
import { SourceKey } from '../../../../../protocol/index.ts';
import { useSourceNames } from '../../../../_sources/source-names.ts';
import { Button } from '../../../../_ui/button.tsx';
import { cn } from '../../../../_ui/class-names.ts';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { When } from '../../../../_ui/when.tsx';
import type { LetterFilter } from './filter-address.ts';
import type { Groups } from './use-letters.ts';

type Act = (selection: DeadLetterSelection, letters: number) => void;
type Acts = { onRetry: Act; onDiscard: Act; onRestore: Act };

/** What a later version calls a source cannot be asked for by it. */
const selectionOf = ({ source, kind }: Pick<DeadLetterGroup, 'source' | 'kind'>): DeadLetterSelection => {
  const known = SourceKey.safeParse(source).data;
  return { kind, ...(known && { source: known }) };
};

type ButtonsProps = Acts & { state: DeadLetterState; selection: DeadLetterSelection; letters: number };

const Buttons = ({ state, selection, letters, onRetry, onDiscard, onRestore }: ButtonsProps) => {
  const t = useTranslations('deadLetters');
  if (state === 'mended') return null;
  if (state === 'discarded')
    return (
      <Button size="sm" onClick={() => onRestore(selection, letters)}>
        <Undo2 aria-hidden /> {t('restore')}
      </Button>
    );
  return (
    <>
      <Button size="sm" onClick={() => onRetry(selection, letters)}>
        <RotateCcw aria-hidden /> {t('retry')}
      </Button>
      <Button size="sm" kind="ghost" onClick={() => onDiscard(selection, letters)}>
        <Trash2 aria-hidden /> {t('discard')}
      </Button>
    </>
  );
};

type GroupListProps = Acts & {
  state: DeadLetterState;
  groups: Groups | null;
  chosen: LetterFilter;
  onChoose: (group: { source: NonNullable<LetterFilter['source']> | null; kind: string }) => void;
};

/** What is wrong with letters, the most frequent first. */
export const GroupList = ({ state, groups, chosen, onChoose, ...acts }: GroupListProps) => {
  const t = useTranslations('deadLetters');
  const sources = groups?.groups.map(({ source }) => source) ?? [];
  const sourceName = useSourceNames(sources, (source) => t(`sources.${source}`));
  if (groups === null) return <Skeleton className="h-20" />;
  if (groups.letters === 0) return null;
  return (
    <section aria-label={t('groups')} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-semibold text-lg">
          {t(groups.counted ? 'letters' : 'lettersAtLeast', { count: groups.letters })}
        </h2>
        <Buttons state={state} selection={{ all: true }} letters={groups.letters} {...acts} />
      </div>
      <ul className="rounded-lg border">
        {groups.groups.map((group) => {
          const { source, kind, letters, first, last } = group;
          const selection = selectionOf(group);
          const isChosen = chosen.kind === kind && (chosen.source === undefined || chosen.source === source);
          return (
            <li
              key={`${source} ${kind}`}
              className={cn(
                'flex items-center gap-x-3 gap-y-1 border-b px-3 py-2 last:border-0 max-sm:flex-wrap',
                isChosen && 'bg-sunken',
              )}
            >
              <span className="min-w-10 shrink-0 text-right font-semibold tabular-nums">{letters}</span>
              <button
                type="button"
                aria-pressed={isChosen}
                onClick={() => onChoose({ source: selection.source ?? null, kind })}
                className="min-w-0 flex-1 rounded-sm text-left hover:underline max-sm:basis-[calc(100%-52px)]"
              >
                <span className="wrap-anywhere line-clamp-2 font-medium">{kind}</span>
                <span className="text-soft text-sm">
                  {sourceName(source)} · <When at={first} /> – <When at={last} />
                </span>
              </button>
              <span className="flex gap-1 max-sm:ml-13">
                <Buttons state={state} selection={selection} letters={letters} {...acts} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
