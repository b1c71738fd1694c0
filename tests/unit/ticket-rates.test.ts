import { describe, expect, it } from 'vitest';
import { minutes, ratesOf, scaleEnd } from '../../app/(workspace)/admin/tickets/rate.ts';
import { limits } from '../../protocol/index.ts';

const minute = 60_000;
const now = Date.UTC(2026, 10, 23, 12, 30, 40);
const from = Date.UTC(2026, 10, 23, 11, 31);

/** Counts by how many minutes ago they were; negative is ahead. */
const counts = (byAge: Record<number, number>): number[] => {
  const perMinute = new Array<number>(limits.ticketMinutes).fill(0);
  for (const [age, count] of Object.entries(byAge)) perMinute[minutes - 1 - Number(age)] = count;
  return perMinute;
};

describe('rejections per minute', () => {
  it('cover the last hour, the current minute last', () => {
    const { rates } = ratesOf({ from, reasons: {}, others: [] }, now);
    expect(rates).toHaveLength(minutes);
    expect(rates.at(-1)?.at).toBe(Date.UTC(2026, 10, 23, 12, 30));
    expect(rates[0]?.at).toBe(from);
  });

  it('are stacked by reason, the most frequent of the hour first, and what is ahead is left out', () => {
    const reasons = { b: counts({ 0: 1, 1: 1, [-1]: 9 }), a: counts({ 0: 2, 59: 3 }) };
    const { rates, totals, total } = ratesOf({ from, reasons, others: counts({ 0: 4 }) }, now);
    expect(rates.at(-1)).toMatchObject({
      total: 7,
      reasons: [
        { reasonCode: 'a', count: 2 },
        { reasonCode: 'b', count: 1 },
        { reasonCode: null, count: 4 },
      ],
    });
    expect(totals.map(({ reasonCode, count }) => [reasonCode, count])).toEqual([
      ['a', 5],
      ['b', 2],
      [null, 4],
    ]);
    expect(total).toBe(11);
  });

  it('move on by themselves: a minute later what was ahead has come, and the oldest minute is gone', () => {
    const reasons = { a: counts({ 59: 3, [-1]: 9 }) };
    expect(ratesOf({ from, reasons, others: [] }, now).total).toBe(3);
    const later = ratesOf({ from, reasons, others: [] }, now + minute);
    expect([later.total, later.rates.at(-1)?.total, later.rates.at(-1)?.at]).toEqual([9, 9, from + 60 * minute]);
  });
});

it.each([
  [0, 4],
  [4, 4],
  [5, 10],
  [11, 20],
  [21, 50],
  [400, 500],
  [1001, 2000],
])('a scale for %i rejections ends at %i', (highest, end) => {
  expect(scaleEnd(highest)).toBe(end);
});
