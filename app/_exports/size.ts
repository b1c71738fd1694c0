const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A number of bytes, as somebody says it. */
export const sizeOf = (bytes: number, locale: string): string => {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** step;
  return new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit: units[step] ?? 'byte', unitDisplay: step === 0 ? 'long' : 'short' },
    maximumFractionDigits: amount < 10 && step > 0 ? 1 : 0,
  }).format(amount);
};
