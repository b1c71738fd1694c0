'use client';

import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { limits } from '../../../../protocol/limits.ts';
import { useLive } from '../../../_live/core/hooks.ts';
import { useTicketStatistics } from '../../../_live/tickets/hooks.ts';
import { useMoments, useNow } from '../../../_ui/moments.ts';
import { type MinuteRate, minutes, ratesOf, scaleEnd } from './rate.ts';
import { RateCard } from './rate-card.tsx';
import { RateLegend } from './rate-legend.tsx';
import { lookOf } from './reason-colours.ts';

const minute = 60_000;
const barWidth = 10;
const height = 48;
const nothing = { from: 0, reasons: {}, others: [] };

const useRates = () => {
  const live = useLive();
  const statistics = useTicketStatistics();
  const now = useNow('minute') + (statistics?.skew ?? 0);
  // They were counted for an hour ahead; then they are to be counted anew.
  const isOver = statistics !== null && now > statistics.from + (limits.ticketMinutes - 1) * minute;
  useEffect(() => {
    if (isOver) live.watchStatistics();
  }, [isOver, live]);
  return useMemo(() => ({ known: statistics !== null, ...ratesOf(statistics ?? nothing, now) }), [statistics, now]);
};

const Bar = ({ rate, place, end }: { rate: MinuteRate; place: number; end: number }) => {
  let below = 0;
  return rate.reasons.map(({ reasonCode, count }) => {
    const size = (count / end) * height;
    below += size;
    return (
      <rect
        key={reasonCode}
        x={place * barWidth + 1}
        y={height - below}
        width={barWidth - 2}
        height={size}
        className={lookOf(reasonCode).fill}
      />
    );
  });
};

const Scale = ({ end }: { end: number }) => (
  <div
    aria-hidden
    className="flex h-12 w-8 shrink-0 flex-col justify-between text-right text-faint text-xs leading-none"
  >
    <span>{end}</span>
    <span>{end / 2}</span>
    <span>0</span>
  </div>
);

const Times = ({ rates }: { rates: readonly MinuteRate[] }) => {
  const moments = useMoments();
  const shown = [0, 15, 30, 45].flatMap((place) => rates[place] ?? []);
  const t = useTranslations('tickets');
  return (
    <div aria-hidden className="ml-10 flex justify-between pt-1 text-faint text-xs">
      {shown.map(({ at }) => (
        <span key={at}>{at > 0 ? moments.time(at) : null}</span>
      ))}
      <span>{t('rateNow')}</span>
    </div>
  );
};

type RateStripProps = {
  onReason: (reasonCode: string) => void;
  /** From (inclusive) and until (exclusive), in milliseconds. */
  onMinute: (from: number, until: number) => void;
};

/** How many rejections came in each minute of the last hour, stacked by reason; a minute or a reason chosen filters by it. */
export const RateStrip = ({ onReason, onMinute }: RateStripProps) => {
  const t = useTranslations('tickets');
  const { known, rates, totals, total } = useRates();
  const [place, setPlace] = useState<number | null>(null);
  const end = scaleEnd(Math.max(0, ...rates.map((rate) => rate.total)));
  const pointed = place === null ? undefined : rates[place];
  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPlace(Math.max(0, Math.min(minutes - 1, Math.floor(((clientX - left) / width) * minutes))));
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setPlace((before) => Math.max(0, Math.min(minutes - 1, (before ?? minutes - 1) + by)));
  };
  return (
    <figure className="shrink-0 border-b px-5 pt-3 pb-2 max-sm:px-3">
      <div className="flex gap-2">
        <Scale end={end} />
        <div className="relative min-w-0 flex-1">
          <div aria-hidden className="absolute inset-x-0 top-0 border-t border-dashed" />
          <div aria-hidden className="absolute inset-x-0 top-1/2 border-t border-dashed" />
          <svg
            aria-hidden
            viewBox={`0 0 ${minutes * barWidth} ${height}`}
            preserveAspectRatio="none"
            className="relative h-12 w-full border-b"
          >
            {place === null ? null : (
              <rect x={place * barWidth} y={0} width={barWidth} height={height} className="fill-sunken" />
            )}
            {rates.map((rate, index) => (
              <Bar key={rate.at} rate={rate} place={index} end={end} />
            ))}
          </svg>
          <button
            type="button"
            aria-label={known ? `${t('rate')}: ${t('rateTotal', { count: total })}` : t('rate')}
            className="absolute inset-0 cursor-pointer"
            onPointerMove={point}
            onPointerLeave={() => setPlace(null)}
            onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && setPlace(minutes - 1)}
            onBlur={() => setPlace(null)}
            onKeyDown={step}
            onClick={() => pointed && pointed.total > 0 && onMinute(pointed.at, pointed.at + minute)}
          />
          {pointed && place !== null ? <RateCard rate={pointed} place={place} /> : null}
        </div>
      </div>
      <Times rates={rates} />
      <RateLegend totals={totals} total={total} onReason={onReason} />
    </figure>
  );
};
