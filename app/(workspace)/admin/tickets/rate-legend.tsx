import { useTranslations } from 'use-intl';
import type { ReasonCount } from './rate.ts';
import { reasonName } from './reason-colours.ts';
import { ReasonMark } from './reason-sign.tsx';

const mostReasons = 6;

type RateLegendProps = { totals: readonly ReasonCount[]; total: number; onReason: (reasonCode: string) => void };

/** Which colour is which reason, with its count of the hour; one that is chosen filters. */
export const RateLegend = ({ totals, total, onReason }: RateLegendProps) => {
  const t = useTranslations('tickets');
  const shown = totals.flatMap(({ reasonCode, count }) => (reasonCode === null ? [] : [{ reasonCode, count }]));
  const left = totals.length - Math.min(shown.length, mostReasons);
  return (
    <figcaption className="ml-10 flex flex-wrap items-center gap-x-3 gap-y-1 pt-1 text-soft text-xs max-sm:ml-0 max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:whitespace-nowrap">
      <span>{t('rateTotal', { count: total })}</span>
      {shown.slice(0, mostReasons).map(({ reasonCode, count }) => (
        <button
          key={reasonCode}
          type="button"
          title={reasonCode}
          onClick={() => onReason(reasonCode)}
          className="flex min-w-0 items-center gap-1.5 rounded-md px-1 py-0.5 hover:bg-sunken hover:text-ink max-sm:shrink-0 max-sm:py-1.5"
        >
          <ReasonMark reasonCode={reasonCode} />
          <bdi className="max-w-40 truncate">{reasonName(reasonCode)}</bdi>
          <span className="tabular-nums">{count}</span>
        </button>
      ))}
      {left > 0 ? <span className="text-faint">{t('rateMore', { count: left })}</span> : null}
    </figcaption>
  );
};
