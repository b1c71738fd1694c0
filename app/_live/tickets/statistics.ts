import type { Rejection, Result, TicketStatisticsData } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import type { AskOf } from '../core/events.ts';
import { goBack } from '../core/log-cursor.ts';
import type { Turn } from '../core/turn.ts';
import type { TicketStatistics } from './state.ts';
import { isLoading } from './views.ts';

const minute = 60_000;

const noMinutes: readonly number[] = new Array<number>(limits.ticketMinutes).fill(0);

const oneMore = (perMinute: readonly number[], place: number): readonly number[] =>
  perMinute.with(place, (perMinute[place] ?? 0) + 1);

/** Who is not among the named is new when all were named, and one of the others when they were too many. */
const isNamed = ({ reasons, allNamed }: TicketStatistics, reasonCode: string): boolean =>
  reasons[reasonCode] !== undefined || (allNamed && Object.keys(reasons).length < limits.ticketStatisticsReasons);

const added = (statistics: TicketStatistics, { reasonCode, occurredAt }: Rejection): TicketStatistics => {
  const place = Math.floor((Date.parse(occurredAt) - statistics.from) / minute);
  if (place < 0 || place >= limits.ticketMinutes) return statistics;
  if (!isNamed(statistics, reasonCode))
    return { ...statistics, allNamed: false, others: oneMore(statistics.others, place) };
  const before = statistics.reasons[reasonCode] ?? noMinutes;
  return { ...statistics, reasons: { ...statistics.reasons, [reasonCode]: oneMore(before, place) } };
};

/** Counts each rejection once, whenever and in whatever state it comes: a new one is known by its `seq`. */
export const countedOn = (statistics: TicketStatistics, rejections: readonly Rejection[]): TicketStatistics => {
  const known = new Set(statistics.above);
  let next = statistics;
  for (const one of rejections) {
    if (one.seq <= statistics.floor || known.has(one.seq)) continue;
    known.add(one.seq);
    next = added(next, one);
  }
  if (known.size === statistics.above.length) return next;
  let { floor } = statistics;
  while (known.delete(floor + 1)) floor += 1;
  return { ...next, floor, above: [...known] };
};

/** Asks for the statistics, if anybody looks at them. */
export const askStatistics = (turn: Turn) => {
  const { feed, watchesStatistics } = turn.state;
  if (!feed || !watchesStatistics || !turn.synced) return;
  const generation = feed.statisticsAsked + 1;
  turn.set({ feed: { ...feed, statisticsLoading: true, statisticsAsked: generation } });
  turn.ask({ event: 'ticket:statistics', payload: {}, generation, cursor: feed.cursor });
};

export const watchStatistics = (turn: Turn, on: boolean) => {
  turn.set({ watchesStatistics: on });
  const { feed } = turn.state;
  if (on) return askStatistics(turn);
  if (feed) turn.set({ feed: { ...feed, statistics: null, statisticsLoading: false } });
};

const toStatistics = (told: TicketStatisticsData, now: number): TicketStatistics => ({
  from: Date.parse(told.from),
  skew: Date.parse(told.at) - now,
  reasons: Object.fromEntries(told.reasons.map(({ reasonCode, perMinute }) => [reasonCode, perMinute])),
  others: told.others,
  allNamed: told.others.every((count) => count === 0),
  floor: told.lastSeq,
  above: [],
});

export const statisticsAnswered = (
  turn: Turn,
  ask: AskOf<'ticket:statistics'>,
  result: Result<TicketStatisticsData>,
) => {
  const { feed, watchesStatistics } = turn.state;
  if (!feed || !watchesStatistics || feed.statisticsAsked !== ask.generation) return;
  if (!result.ok) return turn.timer('statistics', '', turn.jittered(result.error.retryAfterMs ?? 15_000));
  const later = feed.recorded.filter(({ version }) => version > result.data.version);
  const statistics = countedOn(toStatistics(result.data, turn.moment.now), later);
  // Older than what was known when it was asked for: what came between is asked for again.
  const log = result.data.version < ask.cursor ? goBack(feed, result.data.version) : feed;
  const next = { ...log, statistics, statisticsLoading: false };
  turn.set({ feed: isLoading(next) ? next : { ...next, recorded: [] } });
};
