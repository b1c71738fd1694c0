'use client';

import { useId, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useWeekday, weekdays } from './use-expectation.ts';

type DayChoiceProps = { days: readonly number[]; error: string | undefined; onChange: (days: number[]) => void };

/** On which days. */
export const DayChoice = ({ days, error, onChange }: DayChoiceProps) => {
  const t = useTranslations('sources');
  const weekday = useWeekday();
  const id = useId();
  const toggle = (day: number) =>
    onChange(days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort());
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={error ? id : undefined}>
      <legend className="mb-1 font-medium text-sm">{t('days')}</legend>
      <div className="flex flex-wrap gap-2">
        {weekdays.map((day) => (
          <label
            key={day}
            className="flex h-8 cursor-pointer items-center gap-2 rounded-md border border-control px-2 text-sm max-sm:h-11"
          >
            <input
              type="checkbox"
              checked={days.includes(day)}
              onChange={() => toggle(day)}
              className="accent-accent"
            />
            {weekday(day)}
          </label>
        ))}
      </div>
      <p id={id} className="text-danger-ink text-sm empty:hidden">
        {error}
      </p>
    </fieldset>
  );
};

/** In which zone the hours are; that of this device, and the one that was chosen, stand first. */
export const ZoneChoice = ({ zone, onChange }: { zone: string; onChange: (zone: string) => void }) => {
  const t = useTranslations('sources');
  const id = useId();
  const zones = useMemo(() => {
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return [...new Set([zone, here, ...Intl.supportedValuesOf('timeZone')])];
  }, [zone]);
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {t('timeZone')}
      </label>
      <select
        id={id}
        value={zone}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 w-full rounded-md border border-control bg-canvas px-2 text-ink focus-visible:outline-2 focus-visible:outline-accent-ink max-sm:h-11 max-sm:text-lg"
      >
        {zones.map((name) => (
          <option key={name} value={name}>
            {name.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  );
};
