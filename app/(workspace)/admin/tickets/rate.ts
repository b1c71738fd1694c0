import type { TicketStatistics } from '../../../_live/tickets/state.ts';

const minute = 60_000;
export const minutes = 60;

/** `reasonCode` null: all that are not named. */
export type ReasonCount = { reasonCode: string | null; count: number };
export type MinuteRate = { at: number; total: number; reasons: readonly ReasonCount[] };

type Counted = Pick<TicketStatistics, 'from' | 'reasons' | 'others'>;

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** The last hour of some counts, the oldest minute first; what is not covered is nothing. */
const lastHour = (perMinute: readonly number[], last: number): number[] =>
  Array.from({ length: minutes }, (_, place) => perMinute[last - minutes + 1 + place] ?? 0);

/**
 * Rejections of the last hour: per reason, the most frequent first, and minute by minute, the oldest first, stacked in that
 * order.
 * @param now end of the last minute, by the server's clock
 */
export const ratesOf = ({ from, reasons, others }: Counted, now: number) => {
  const last = Math.floor((now - from) / minute);
  const named = Object.entries(reasons)
    .map(([reasonCode, perMinute]) => ({ reasonCode, hour: lastHour(perMinute, last) }))
    .sort((a, b) => sum(b.hour) - sum(a.hour) || (a.reasonCode < b.reasonCode ? -1 : 1));
  const all: { reasonCode: string | null; hour: number[] }[] = [
    ...named,
    { reasonCode: null, hour: lastHour(others, last) },
  ];
  const totals = all.map(({ reasonCode, hour }) => ({ reasonCode, count: sum(hour) })).filter(({ count }) => count > 0);
  const rates = Array.from({ length: minutes }, (_, place): MinuteRate => {
    const counts = all.map(({ reasonCode, hour }) => ({ reasonCode, count: hour[place] ?? 0 }));
    return {
      at: from + (last - minutes + 1 + place) * minute,
      total: sum(counts.map(({ count }) => count)),
      reasons: counts.filter(({ count }) => count > 0),
    };
  });
  return { rates, totals, total: sum(totals.map(({ count }) => count)) };
};

const steps = [1, 2, 5];

/** The end of a scale for counts up to `highest`: 4, 10, 20, 50, 100 … */
export const scaleEnd = (highest: number): number => {
  if (highest <= 4) return 4;
  for (let power = 10; ; power *= 10) for (const step of steps) if (step * power >= highest) return step * power;
};
