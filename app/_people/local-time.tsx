'use client';

import { useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { clockLocale, useNow } from '../_ui/moments.ts';

const clockIn = (locale: string, zone: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat(clockLocale(locale), {
      weekday: 'short',
      hour: 'numeric',
      minute: '2-digit',
      timeZone: zone,
    });
  } catch {
    // A zone that this browser does not know yet.
    return null;
  }
};

/** What the clock says where somebody is. */
export const LocalTime = ({ zone }: { zone: string }) => {
  const t = useTranslations('people');
  const locale = useLocale();
  const now = useNow('minute');
  const clock = useMemo(() => clockIn(locale, zone), [locale, zone]);
  if (now === 0 || clock === null) return null;
  return <>{t('localTime', { time: clock.format(now) })}</>;
};
