import type { SourceExpectation } from '../../../protocol/index.ts';

/** Milliseconds of a slot: whether something came in it is known, and not more. */
export const slot = 300_000;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = [1, 2, 3, 4, 5, 6, 7];
/** Of fewer days nothing can be said. */
const leastDays = 3;
/** Hours in a row that a source must have kept. */
const leastHours = 2;
const leastMinutes = 10;

type Span = { from: number; to: number; timeZone: string };
/** A slot as the clock on the wall has it. */
type Local = { weekday: number; hour: number; day: string; isBusy: boolean };

/**
 * What may be expected of a source, by when it brought something:
 *
 * - an hour of a weekday counts when there was an event in it every time that it came by;
 * - the days are those that have at least half as many such hours as the day that has most;
 * - the hours are the longest row of hours that count on all of these days;
 * - it may be silent for twice as long as it was at most within them, in steps of five minutes, ten at least.
 *
 * So a weekend, or a night, that was quiet before raises nothing.
 * @param busy ends of the slots of five minutes in which something came, in milliseconds
 * @returns `proposed`: null where fewer than three days are known, or nothing regular is seen
 */
export const proposalOf = (
  busy: readonly number[],
  span: Span,
): { proposed: SourceExpectation | null; days: number } => {
  const days = Math.min(14, Math.floor((span.to - span.from) / 86_400_000));
  if (days < leastDays) return { proposed: null, days };
  const slots = slotsOf(busy, span);
  const counting = countingHours(slots);
  const most = Math.max(...weekdays.map((weekday) => counting.get(weekday)?.size ?? 0));
  const chosen = weekdays.filter((weekday) => (counting.get(weekday)?.size ?? 0) >= Math.max(1, most / 2));
  if (most === 0 || chosen.length === 0) return { proposed: null, days };
  const row = longestRow((hour) => chosen.every((weekday) => counting.get(weekday)?.has(hour) === true));
  if (row === null || row.length < leastHours) return { proposed: null, days };
  const quiet = longestQuiet(slots, { chosen: new Set(chosen), ...row });
  const minutes = Math.max(leastMinutes, (2 * quiet * slot) / 60_000);
  if (minutes > row.length * 60) return { proposed: null, days };
  const to = (row.first + row.length) % 24;
  const proposed = { minutes, days: chosen, from: clock(row.first), to: clock(to), timeZone: span.timeZone };
  return { proposed, days };
};

const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

const slotsOf = (busy: readonly number[], { from, to, timeZone }: Span): Local[] => {
  const known = new Set(busy.map((end) => Math.floor(end / slot)));
  const format = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', weekday: 'short', hour: '2-digit' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  });
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const slots: Local[] = [];
  for (let end = Math.floor(from / slot) + 1; end <= Math.floor(to / slot); end++) {
    const parts = new Map(format.formatToParts((end - 1) * slot).map(({ type, value }) => [type, value]));
    slots.push({
      weekday: names.indexOf(parts.get('weekday') ?? '') + 1,
      hour: Number(parts.get('hour')),
      day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
      isBusy: known.has(end),
    });
  }
  return slots;
};

/** By weekday, the hours in which something came every time. The first and the last are cut short, and say nothing. */
const countingHours = (slots: readonly Local[]): Map<number, Set<number>> => {
  const cells = Map.groupBy(slots, ({ day, hour }) => `${day} ${hour}`);
  const whole = [...cells.values()].slice(1, -1);
  const counting = new Map<number, Set<number>>();
  const silent = new Set<string>();
  for (const cell of whole) {
    const [first] = cell;
    if (first === undefined) continue;
    if (!cell.some(({ isBusy }) => isBusy)) silent.add(`${first.weekday} ${first.hour}`);
    const known = counting.get(first.weekday) ?? new Set();
    counting.set(first.weekday, known.add(first.hour));
  }
  for (const [weekday, known] of counting)
    for (const hour of known) if (silent.has(`${weekday} ${hour}`)) known.delete(hour);
  return counting;
};

type Row = { first: number; length: number };

/** The longest row of hours, which may go on after midnight. */
const longestRow = (counts: (hour: number) => boolean): Row | null => {
  const lengthFrom = (first: number) => {
    const end = hours.findIndex((n) => !counts((first + n) % 24));
    return end === -1 ? 24 : end;
  };
  const rows = hours.map((first) => ({ first, length: lengthFrom(first) })).sort((a, b) => b.length - a.length);
  const [longest] = rows;
  return longest === undefined || longest.length === 0 ? null : longest;
};

/** How many slots in a row nothing came within the hours; outside of them nothing is counted, and a row ends. */
const longestQuiet = (
  slots: readonly Local[],
  { chosen, first, length }: Row & { chosen: ReadonlySet<number> },
): number => {
  let [longest, quiet] = [0, 0];
  for (const { weekday, hour, isBusy } of slots) {
    const since = (hour - first + 24) % 24;
    // Of the day on which the hours began.
    const begun = hour < first ? ((weekday + 5) % 7) + 1 : weekday;
    const isWithin = since < length && chosen.has(begun);
    quiet = isWithin && !isBusy ? quiet + 1 : 0;
    longest = Math.max(longest, quiet);
  }
  return longest;
};
