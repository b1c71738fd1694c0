/** When something ends by itself, as people say it. */
export const endings = ['never', 'halfHour', 'hour', 'fourHours', 'today', 'week'] as const;
export type Ending = (typeof endings)[number];

const minute = 60_000;
const daysInWeek = 7;

// The days of people, which have 23 or 25 hours when their clocks change.
const startOfDayAfter = (now: number, days: number): number => {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() + days);
  return day.getTime();
};

const moment = (ending: Exclude<Ending, 'never'>, now: number): number => {
  switch (ending) {
    case 'halfHour':
      return now + 30 * minute;
    case 'hour':
      return now + 60 * minute;
    case 'fourHours':
      return now + 240 * minute;
    case 'today':
      return startOfDayAfter(now, 1);
    case 'week':
      // Until the next Monday begins.
      return startOfDayAfter(now, (daysInWeek + 1 - new Date(now).getDay()) % daysInWeek || daysInWeek);
  }
};

/** @returns the moment, null for what does not end by itself */
export const endOf = (ending: Ending, now: number): string | null =>
  ending === 'never' ? null : new Date(moment(ending, now)).toISOString();
