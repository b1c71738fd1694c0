'use client';

import { useMemo } from 'react';
import { useLocale } from 'use-intl';

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Ways to write amounts in the user's language. */
export const useUnits = () => {
  const locale = useLocale();
  return useMemo(() => {
    const unit = (name: string, digits: number) =>
      new Intl.NumberFormat(locale, {
        ...{ style: 'unit', unit: name, unitDisplay: 'short' },
        maximumFractionDigits: digits,
      } as Intl.NumberFormatOptions);
    const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    return {
      count: (value: number) => plain.format(value),
      /** From the third digit on nobody reads the fraction. */
      milliseconds: (value: number) => unit('millisecond', value < 10 ? 1 : 0).format(value),
      seconds: (value: number) => unit('second', 0).format(value),
      bytes: (value: number) => {
        const step = Math.min(sizes.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
        const amount = value / 1_000 ** step;
        return unit(sizes[step] ?? 'byte', amount < 10 && step > 0 ? 1 : 0).format(amount);
      },
    };
  }, [locale]);
};
