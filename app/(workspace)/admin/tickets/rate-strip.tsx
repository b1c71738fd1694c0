'use client';

import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTickets } from '../../../_live/hooks.ts';
import { useMoments, useNow } from '../../../_ui/moments.ts';
import { type MinuteRate, minutes, ratesOf } from './rate.ts';
import { colourOf } from './reason-colours.ts';

const hour = 3_600_000;
/** More than this is not counted; the strip then shows the newest part. */
const most = 2_000;
const height = 40;
const barWidth = 10;

const useLastHour = () => {
  const [occurredAfter] = useState(() => new Date(Date.now() - hour).toISOString());
  const { rejections, hasMore, loadingMore, loadMore } = useTickets({ occurredAfter });
  useEffect(() => {
    if (hasMore && !loadingMore && rejections.length < most) loadMore();
  }, [hasMore, loadingMore, loadMore, rejections.length]);
  const now = useNow('minute');
  return useMemo(() => (now === 0 ? [] : ratesOf(rejections, now)), [rejections, now]);
};

type BarProps = {
  rate: MinuteRate;
  place: number;
  highest: number;
  label: string;
  onChoose: (reasonCode: string) => void;
};

const Bar = ({ rate, place, highest, label, onChoose }: BarProps) => {
  let below = 0;
  return (
    <g>
      <title>{label}</title>
      <rect x={place * barWidth} y={0} width={barWidth} height={height} className="fill-transparent" />
      {rate.reasons.map(({ reasonCode, count }) => {
        const size = (count / highest) * height;
        below += size;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the reason filter does the same by keyboard
          <rect
            key={reasonCode}
            x={place * barWidth + 1}
            y={height - below}
            width={barWidth - 2}
            height={size}
            onClick={() => onChoose(reasonCode)}
            className={`cursor-pointer hover:opacity-75 ${colourOf(reasonCode).fill}`}
          />
        );
      })}
    </g>
  );
};

/** How many rejections came in each minute of the last hour, stacked by reason; choosing a colour filters by it. */
export const RateStrip = ({ onChoose }: { onChoose: (reasonCode: string) => void }) => {
  const t = useTranslations('tickets');
  const moments = useMoments();
  const rates = useLastHour();
  const total = rates.reduce((sum, rate) => sum + rate.total, 0);
  const highest = Math.max(4, ...rates.map((rate) => rate.total));
  const labelOf = ({ at, total: count, reasons }: MinuteRate) =>
    [
      t('rateMinute', { time: moments.time(at), count }),
      ...reasons.map(({ reasonCode, count: ofReason }) => `${reasonCode}: ${ofReason}`),
    ].join('\n');
  return (
    <figure className="shrink-0 border-b px-5 pt-3 pb-2 max-sm:px-3">
      <svg
        role="img"
        aria-label={`${t('rate')}: ${t('rateTotal', { count: total })}`}
        viewBox={`0 0 ${minutes * barWidth} ${height}`}
        preserveAspectRatio="none"
        className="h-10 w-full border-b"
      >
        {rates.map((rate, place) => (
          <Bar key={rate.at} rate={rate} place={place} highest={highest} label={labelOf(rate)} onChoose={onChoose} />
        ))}
      </svg>
      <figcaption className="flex justify-between pt-1 text-faint text-xs">
        <span>{t('rateAgo')}</span>
        <span>{t('rateTotal', { count: total })}</span>
        <span>{t('rateNow')}</span>
      </figcaption>
    </figure>
  );
};
