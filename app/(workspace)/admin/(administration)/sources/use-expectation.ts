'use client';

import { useCallback } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { SourceExpectation } from '../../../../../protocol/index.ts';

// The first of January 2024 was a Monday.
const dayOf = (weekday: number) => new Date(Date.UTC(2024, 0, weekday));
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** The short name of a weekday; 1 is Monday. */
export const useWeekday = (): ((weekday: number) => string) => {
  const format = useFormatter();
  return useCallback((weekday) => format.dateTime(dayOf(weekday), { weekday: 'short', timeZone: 'UTC' }), [format]);
};

/** Days in a row as a span: Mon – Fri, Sun. */
const useDays = (): ((days: readonly number[]) => string) => {
  const weekday = useWeekday();
  const format = useFormatter();
  return useCallback(
    (days) => {
      const rows: number[][] = [];
      for (const day of [...days].sort()) {
        const row = rows.at(-1);
        if (row?.at(-1) === day - 1) row.push(day);
        else rows.push([day]);
      }
      const names = rows.flatMap((row) =>
        row.length < 3 ? row.map(weekday) : [`${weekday(row[0] ?? 1)} – ${weekday(row.at(-1) ?? 7)}`],
      );
      return format.list(names);
    },
    [weekday, format],
  );
};

/** What is expected of a source, in words. */
export const useExpectationText = (): ((expected: SourceExpectation) => string) => {
  const t = useTranslations('sources');
  const days = useDays();
  return useCallback(
    ({ minutes, from, to, timeZone, ...on }) => {
      const when = on.days.length === 7 ? t('everyDay') : days(on.days);
      const hours = from === to ? t('allDay') : `${from} – ${to}`;
      return t('expects', { minutes, when, hours, zone: timeZone.replaceAll('_', ' ') });
    },
    [t, days],
  );
};
