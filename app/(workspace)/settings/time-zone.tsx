'use client';

import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LocalTime } from '../../_people/local-time.tsx';
import { Saved } from '../../_ui/saved.tsx';

type TimeZoneProps = {
  value: string | null;
  isSaved: boolean;
  error: string | undefined;
  onChange: (zone: string | null) => void;
};

// The server has no browser, and so no zone of its reader: nothing is said before the page is there.
const useBrowserZone = (): string | null => {
  const [zone, setZone] = useState<string | null>(null);
  useEffect(() => setZone(new Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return zone;
};

const place = (zone: string): string => zone.replaceAll('_', ' ').replaceAll('/', ' / ');

/** Chooses where one lives, as far as clocks are concerned; that of this device is offered first. */
export const TimeZone = ({ value, isSaved, error, onChange }: TimeZoneProps) => {
  const t = useTranslations('settings');
  const id = useId();
  const here = useBrowserZone();
  const zones = useMemo(() => {
    const all = new Set(Intl.supportedValuesOf('timeZone'));
    for (const zone of [value, here]) if (zone !== null) all.add(zone);
    return [...all].filter((zone) => zone !== here).sort();
  }, [value, here]);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {t('timeZone')}
        </label>
        <Saved is={isSaved} />
      </div>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        className="h-9 w-full rounded-md border border-control bg-canvas px-2 text-ink focus-visible:outline-2 focus-visible:outline-accent-ink max-sm:h-11 max-sm:text-lg"
      >
        <option value="">{t('noTimeZone')}</option>
        {here === null ? null : <option value={here}>{t('thisTimeZone', { zone: place(here) })}</option>}
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {place(zone)}
          </option>
        ))}
      </select>
      <p role="alert" className="text-danger-ink text-sm empty:hidden">
        {error}
      </p>
      <p className="text-faint text-sm">{value === null ? t('timeZoneHint') : <LocalTime zone={value} />}</p>
    </div>
  );
};
