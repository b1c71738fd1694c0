const hour = 3_600_000;

const at = (now: number, days: number, hours: number): number => {
  const then = new Date(now);
  then.setDate(then.getDate() + days);
  return then.setHours(hours, 0, 0, 0);
};

/** In the morning of the next working week. */
const nextMonday = (now: number): number => at(now, (8 - new Date(now).getDay()) % 7 || 7, 9);

/** The times that are one press away, in the zone of whoever chooses. */
export const snoozeTimes = {
  hour: (now: number) => now + hour,
  fourHours: (now: number) => now + 4 * hour,
  tomorrow: (now: number) => at(now, 1, 9),
  monday: nextMonday,
} as const satisfies Record<string, (now: number) => number>;
export type SnoozeTime = keyof typeof snoozeTimes;
