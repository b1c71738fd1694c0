'use client';

import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useSourceNames } from '../../../../_sources/source-names.ts';
import { cn } from '../../../../_ui/class-names.ts';
import type { Trouble } from './troubles.ts';
import { useSystemNames } from './use-system-names.ts';

const kinds: Partial<Record<Trouble['kind'], 'follower' | 'job'>> = {
  behind: 'follower',
  setAside: 'follower',
  failing: 'job',
  late: 'job',
};

/** What is about a source, by its key. */
const ofSources: ReadonlySet<Trouble['kind']> = new Set(['source', 'stalled', 'silent', 'sourceWrong']);

const Troubles = ({ troubles }: { troubles: readonly Trouble[] }) => {
  const t = useTranslations('system');
  const nameOf = useSystemNames();
  const sources = troubles.filter(({ kind }) => ofSources.has(kind)).map(({ name }) => name);
  const sourceName = useSourceNames(sources, (source) => nameOf('source', source));
  return (
    <ul aria-label={t('troubles')} className="flex flex-col gap-2">
      {troubles.map(({ kind, level, name, count, problem }) => {
        const Icon = level === 'danger' ? OctagonAlert : TriangleAlert;
        const of = kinds[kind];
        const named = of === undefined ? name : nameOf(of, name);
        const values = { name: ofSources.has(kind) ? sourceName(name) : named, count, problem };
        return (
          <li
            key={`${kind} ${name}`}
            className={cn(
              'wrap-anywhere flex items-start gap-2 rounded-lg px-3 py-2',
              level === 'danger' ? 'bg-danger-wash text-danger-ink' : 'bg-warning-wash text-warning-ink',
            )}
          >
            <Icon className="size-5 shrink-0" aria-hidden /> {t(`trouble.${kind}`, values)}
          </li>
        );
      })}
    </ul>
  );
};

/** What is not as it should be, in words; or that all is well. One region for both, so that each change of it is read out. */
export const TroubleList = ({ troubles }: { troubles: readonly Trouble[] }) => {
  const t = useTranslations('system');
  return (
    <div role="status">
      {troubles.length > 0 ? (
        <Troubles troubles={troubles} />
      ) : (
        <p className="flex items-center gap-2 text-success-ink">
          <CircleCheck className="size-5 shrink-0" aria-hidden /> {t('allWell')}
        </p>
      )}
    </div>
  );
};
