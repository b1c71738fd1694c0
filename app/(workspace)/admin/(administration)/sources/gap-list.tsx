'use client';

import { CircleAlert, Info } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { SourceGap } from '../../../../../protocol/index.ts';
import { useSourceNames } from '../../../../_sources/source-names.ts';
import { When } from '../../../../_ui/when.tsx';

const isLoss = ({ kind }: SourceGap): boolean => kind === 'gone' || kind === 'lost' || kind === 'other';

/** What happened to sources and is no event: what a broker no longer had, what was made anew. */
export const GapList = ({ gaps }: { gaps: readonly SourceGap[] }) => {
  const t = useTranslations('sources');
  const nameOf = useSourceNames(
    gaps.map(({ source }) => source),
    (source) => t(`names.${source}`),
  );
  if (gaps.length === 0) return null;
  return (
    <section aria-label={t('gaps')} className="flex flex-col gap-2">
      <h2 className="font-semibold text-lg">{t('gaps')}</h2>
      <ul className="rounded-lg border">
        {gaps.map((gap) => (
          <li
            key={`${gap.kind} ${gap.topic} ${gap.partition} ${gap.from} ${gap.at}`}
            className="flex items-baseline gap-3 border-b px-3 py-2 last:border-0"
          >
            {isLoss(gap) ? (
              <CircleAlert className="size-4 shrink-0 self-center text-danger-ink" aria-hidden />
            ) : (
              <Info className="size-4 shrink-0 self-center text-soft" aria-hidden />
            )}
            <span className="wrap-anywhere min-w-0 flex-1">
              {t(`kinds.${gap.kind}`, {
                ...{
                  from: gap.from,
                  to: gap.to,
                  topic: gap.topic ?? nameOf(gap.source),
                  partition: gap.partition ?? 0,
                },
                place: gap.topic === null ? nameOf(gap.source) : `${gap.topic} · ${gap.partition}`,
              })}
            </span>
            <span className="shrink-0 text-soft text-sm">
              <When at={gap.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
