'use client';

import { isSameDay, useMoments } from '../_ui/moments.ts';

/** @returns writes when something ends: the time today, else with its day */
export const useUntil = (): ((moment: number, now: number) => string) => {
  const { time, dayName } = useMoments();
  return (moment, now) => (isSameDay(moment, now) ? time(moment) : `${dayName(moment, now)}, ${time(moment)}`);
};
