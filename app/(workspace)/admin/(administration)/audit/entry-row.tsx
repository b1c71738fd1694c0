'use client';

import { useTranslations } from 'use-intl';
import type { AuditEntry } from '../../../../../protocol/index.ts';
import { When } from '../../../../_ui/when.tsx';
import type { FilterChange } from './filter-address.ts';
import { useAuditWords } from './use-audit-words.ts';
import { useDetailNames } from './use-detail-names.ts';

type EntryRowProps = { entry: AuditEntry; onFilter: (change: FilterChange) => void };

const Narrow = ({ name, label, onPress }: { name: string; label: string; onPress: () => void }) => (
  <button
    type="button"
    title={label}
    onClick={onPress}
    className="max-w-full truncate rounded-sm text-left font-medium underline-offset-2 hover:underline max-sm:min-h-9"
  >
    <bdi>{name}</bdi>
  </button>
);

const Subject = ({ entry: { subject, actor }, onFilter }: EntryRowProps) => {
  const t = useTranslations('audit');
  const words = useAuditWords();
  if (subject === null || subject.id === actor?.id) return null;
  const name = subject.name ?? t('unnamed', { kind: words.kind(subject.kind), id: subject.id.slice(-6) });
  return <Narrow name={name} label={t('onlyOn', { name })} onPress={() => onFilter({ subjectId: subject.id })} />;
};

/** One thing that was done: who, what, on whom, from where, when. Names narrow the list to themselves. */
export const EntryRow = ({ entry, onFilter }: EntryRowProps) => {
  const t = useTranslations('audit');
  const words = useAuditWords();
  const write = useDetailNames(entry);
  const { actor, action, subject, refused, address, detail, at } = entry;
  // What it was made as is worth saying once it is called otherwise.
  const { name, ...rest } = detail;
  const told = name !== undefined && name === subject?.name ? rest : detail;
  const who = actor === null ? t('nobody') : (actor.name ?? t('gone'));
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 border-b px-3 py-2 last:border-0">
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        {actor === null ? (
          <span className="text-soft">{who}</span>
        ) : (
          <Narrow name={who} label={t('onlyBy', { name: who })} onPress={() => onFilter({ actorId: actor.id })} />
        )}
        <span>{words.action(action)}</span>
        <Subject entry={entry} onFilter={onFilter} />
        {refused ? (
          <span className="rounded-sm bg-danger-wash px-1.5 font-medium text-danger-ink text-sm">{t('refused')}</span>
        ) : null}
      </p>
      <span className="text-right text-soft text-sm tabular-nums">
        <When at={at} />
      </span>
      <p className="wrap-anywhere col-span-2 text-soft text-sm">
        {[...words.parts(told, write), ...(address === null ? [] : [t('from', { address })])].join(' · ')}
      </p>
    </li>
  );
};
