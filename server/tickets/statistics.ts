import { limits, type TicketStatisticsData } from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { feedId } from './ticket-log.ts';

const minute = 60_000;
const back = limits.ticketMinutes / 2;

// The rows come from the index alone. What is not among the most frequent reasons is counted together, under null.
const read = `
  select f.last_version as head, f.last_seq, s.*
  from log f
  left join lateral (
    with counts as (
      select r.reason_code, date_bin('1 minute', r.occurred_at, $1) as minute, count(*) as count
      from rejection r where r.occurred_at >= $1 and r.occurred_at < $2 group by 1, 2
    ),
    top as (
      select c.reason_code from counts c group by 1 order by sum(c.count) desc, 1 limit ${limits.ticketStatisticsReasons}
    )
    select t.reason_code, c.minute, sum(c.count)::int as count
    from counts c left join top t on t.reason_code = c.reason_code group by 1, 2
  ) s on true
  where f.id = '${feedId}'`;

type Row = { head: string; last_seq: string } & (
  | { minute: null }
  | { reason_code: string | null; minute: Date; count: number }
);

/**
 * Rejections per minute and reason, an hour back and an hour ahead.
 * @param now milliseconds since the epoch
 */
export const readStatistics = async (database: Database, now: number): Promise<TicketStatisticsData> => {
  const from = (Math.floor(now / minute) - back + 1) * minute;
  const until = from + limits.ticketMinutes * minute;
  const rows = await database.query<Row>('ticket_statistics', read, [new Date(from), new Date(until)]);
  const counts = new Map<string | null, number[]>();
  for (const row of rows) {
    if (row.minute === null) continue;
    const perMinute = counts.get(row.reason_code) ?? noMinutes();
    perMinute[(row.minute.getTime() - from) / minute] = row.count;
    counts.set(row.reason_code, perMinute);
  }
  const named = [...counts].flatMap(([reasonCode, perMinute]) =>
    reasonCode === null ? [] : [{ reasonCode, perMinute }],
  );
  return {
    version: Number(rows[0]?.head ?? 0),
    lastSeq: Number(rows[0]?.last_seq ?? 0),
    at: new Date(now).toISOString(),
    from: new Date(from).toISOString(),
    reasons: named.sort((a, b) => total(b) - total(a) || (a.reasonCode < b.reasonCode ? -1 : 1)),
    others: counts.get(null) ?? noMinutes(),
  };
};

const noMinutes = () => new Array<number>(limits.ticketMinutes).fill(0);

const total = ({ perMinute }: { perMinute: readonly number[] }) => perMinute.reduce((sum, count) => sum + count, 0);
