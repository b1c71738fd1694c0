'use client';

import { useCallback } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { SourceBook } from '../../../../../protocol/index.ts';

/** What stands at a broker and was not read; null where nobody could ask. */
export type Lag = { events: number; seconds: number } | null;

/** @returns of all of these together: the sum, and the longest wait. What is not known of one is not known of them all. */
export const lagOf = (parts: readonly Pick<SourceBook, 'lagEvents' | 'lagSeconds'>[]): Lag => {
  const known = parts.flatMap(({ lagEvents, lagSeconds }) =>
    lagEvents === null ? [] : [{ events: lagEvents, seconds: lagSeconds ?? 0 }],
  );
  if (known.length === 0) return null;
  return {
    events: known.reduce((sum, { events }) => sum + events, 0),
    seconds: Math.max(...known.map(({ seconds }) => seconds)),
  };
};

/** A lag in words: how many, and for how long the oldest has been seen to wait. */
export const useLagText = (): ((lag: Lag) => string) => {
  const t = useTranslations('sources');
  const format = useFormatter();
  return useCallback(
    (lag) => {
      if (lag === null) return t('lagUnknown');
      if (lag.events === 0) return t('lagNone');
      const unit = lag.seconds < 120 ? 'second' : lag.seconds < 7_200 ? 'minute' : 'hour';
      const size = { second: 1, minute: 60, hour: 3_600 }[unit];
      const span = format.number(Math.floor(lag.seconds / size), { style: 'unit', unit, unitDisplay: 'short' });
      return t('lagIs', { events: lag.events, span });
    },
    [t, format],
  );
};
