import type { Rejection } from '../../../../protocol/index.ts';

const minute = 60_000;
export const minutes = 60;

export type MinuteRate = { at: number; total: number; reasons: { reasonCode: string; count: number }[] };

/**
 * Rejections of the last hour, minute by minute, the oldest first.
 * @param now end of the last minute
 */
export const ratesOf = (rejections: readonly Rejection[], now: number): MinuteRate[] => {
  const last = Math.floor(now / minute);
  const counts = Array.from({ length: minutes }, () => new Map<string, number>());
  for (const { occurredAt, reasonCode } of rejections) {
    const bucket = counts[Math.floor(Date.parse(occurredAt) / minute) - last + minutes - 1];
    bucket?.set(reasonCode, (bucket.get(reasonCode) ?? 0) + 1);
  }
  return counts.map((bucket, place) => ({
    at: (last - minutes + 1 + place) * minute,
    total: [...bucket.values()].reduce((sum, count) => sum + count, 0),
    reasons: [...bucket]
      .map(([reasonCode, count]) => ({ reasonCode, count }))
      .sort((a, b) => (a.reasonCode < b.reasonCode ? -1 : 1)),
  }));
};
