'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { useLocale, useTranslations } from 'use-intl';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

// One clock for all ages on the page; it stands still while nobody looks at one.
const clock = (period: number) => {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const listeners = new Set<() => void>();
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    read: () => now,
    subscribe: (listener: () => void) => {
      if (listeners.size === 0) {
        now = Date.now();
        timer = setInterval(tick, period);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
};
const clocks = { second: clock(1_000), minute: clock(20_000) };

// The server's clock and zone are not the reader's: what depends on them is drawn once the page is in the browser.
const noTime = () => 0;

/** The time, renewed often enough to show seconds or minutes; 0 while the page is drawn on the server. */
export const useNow = (precision: keyof typeof clocks): number =>
  useSyncExternalStore(clocks[precision].subscribe, clocks[precision].read, noTime);

const startOfDay = (moment: number): number => new Date(moment).setHours(0, 0, 0, 0);

/** Whether two moments lie on the same day where the user is. */
export const isSameDay = (a: number, b: number): boolean => startOfDay(a) === startOfDay(b);

/**
 * The language of the page as the browser's owner writes it: British and American English have different clocks.
 * @returns `locale` itself on the server, and where the browser's languages do not have it
 */
export const clockLocale = (locale: string): string =>
  typeof navigator === 'undefined'
    ? locale
    : (navigator.languages.find((language) => language.toLowerCase().split('-')[0] === locale) ?? locale);

/** Ways to write a moment in the user's language and zone. */
export const useMoments = () => {
  const locale = useLocale();
  const t = useTranslations('app');
  return useMemo(() => {
    const clockOf = clockLocale(locale);
    const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(clockOf, options);
    const time = format({ timeStyle: 'short' });
    const date = format({ weekday: 'long', day: 'numeric', month: 'long' });
    const dateWithYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
    const full = format({ dateStyle: 'full', timeStyle: 'medium' });
    const weekday = format({ weekday: 'short' });
    const shortDate = format({ dateStyle: 'short' });
    const relative = new Intl.RelativeTimeFormat(clockOf, { numeric: 'auto', style: 'long' });
    const dayName = (moment: number, now: number) => {
      const days = Math.round((startOfDay(now) - startOfDay(moment)) / day);
      if (days === 0) return t('today');
      if (days === 1) return t('yesterday');
      return (new Date(moment).getFullYear() === new Date(now).getFullYear() ? date : dateWithYear).format(moment);
    };
    return {
      /** 14:05, or 2:05 PM where clocks are like that. */
      time: (moment: number) => time.format(moment),
      /** The same without the half of the day: 14:05 or 2:05, for a narrow place beside a full one. */
      shortTime: (moment: number) =>
        time
          .formatToParts(moment)
          .filter(({ type }) => type === 'hour' || type === 'minute' || type === 'literal')
          .map(({ value }) => value)
          .join('')
          .trim(),
      /** Sunday, 23 November 2025 at 14:05:09 */
      full: (moment: number) => full.format(moment),
      /** As short as can be: the time today, the day within a week, then the date. */
      short: (moment: number, now: number) => {
        if (isSameDay(moment, now)) return time.format(moment);
        return (now - moment < 6 * day ? weekday : shortDate).format(moment);
      },
      /** Today, Yesterday, Monday 3 November */
      dayName,
      /** "5 minutes ago" or "in 5 minutes" up to a day, then the date. */
      ago: (moment: number, now: number) => {
        const span = Math.abs(now - moment);
        const whole = (size: number) => Math.floor(span / size) * (moment > now ? 1 : -1);
        if (span < minute) return relative.format(0, 'second');
        if (span < hour) return relative.format(whole(minute), 'minute');
        if (span < day) return relative.format(whole(hour), 'hour');
        return dayName(moment, now);
      },
    };
  }, [locale, t]);
};

/** How long something has lasted, as short as possible: 45s, 12m, 3h 20m, 4d. */
export const shortAge = (span: number, locale: string): string => {
  const unit = (value: number, name: 'second' | 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value);
  if (span < minute) return unit(Math.max(0, Math.floor(span / 1000)), 'second');
  if (span < hour) return unit(Math.floor(span / minute), 'minute');
  if (span < day) return unit(Math.floor(span / hour), 'hour');
  return unit(Math.floor(span / day), 'day');
};
