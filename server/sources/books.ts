import {
  type Data,
  limits,
  type Result,
  type SourceAlarm,
  type SourceBook,
  type SourceGap,
  success,
} from '../../protocol/index.ts';
import type { Database } from '../engine/store/database.ts';
import { readExpectations } from './watch/expectations.ts';

/**
 * Seconds without any movement, while there is something to be read, after which a source counts as stalled: with the five until
 * somebody has asked its broker, and the five until somebody looks at the page, it is said within a minute.
 */
const stalledAfter = 45;
/** Seconds for which what a broker said is believed: it is asked every five. */
const believedFor = 30;

const key = 'source, consumer_group, topic, partition';
// What is not known is null: nobody has asked the broker in time. What is gone at the broker is nobody's lag.
const books = `
  with place as (
    (select ${key} from source_book order by ${key} limit ${limits.sourceBooks})
    union
    (select ${key} from source_reach order by ${key} limit ${limits.sourceBooks})
    order by ${key} limit ${limits.sourceBooks}
  )
  select p.source, p.topic, p.partition, coalesce(b.passed, 0)::float8 as passed, coalesce(b.read, 0)::float8 as read,
         coalesce(b.created, 0)::float8 as created, coalesce(b.repeated, 0)::float8 as repeated,
         coalesce(b.conflicting, 0)::float8 as conflicting, coalesce(b.dead, 0)::float8 as dead,
         coalesce(b.mended, 0)::float8 as mended, coalesce(b.begun_at, r.looked_at) as begun_at, b.moved_at, b.event_at,
         r.last_event_at, w.waiting::float8 as lag_events,
         case when w.waiting > 0 then greatest(0, extract(epoch from clock_timestamp() - w.since))::float8
              when w.waiting = 0 then 0 end as lag_seconds,
         case when w.waiting > 0 and greatest(b.moved_at, w.since) < clock_timestamp() - interval '${stalledAfter} seconds'
              then greatest(b.moved_at, w.since) end as stalled_since
  from place p
  left join source_book b using (${key})
  left join source_reach r using (${key})
  left join consumer_offset o
    on o.consumer_group = p.consumer_group and o.topic = p.topic and o.partition = p.partition and p.consumer_group <> ''
  left join lateral (
    select greatest(0, r.end_offset - n.next) as waiting,
           (select to_timestamp(min(m.at) / 1000.0) from jsonb_to_recordset(r.marks) m ("end" bigint, at float8) where m."end" > n.next) as since
    from (select greatest(case when p.consumer_group = '' then b.read else o.next_offset end, r.first_offset) as next) n
    where r.told_at > clock_timestamp() - interval '${believedFor} seconds'
  ) w on true
  order by p.source, p.consumer_group, p.topic, p.partition`;
const gaps = `
  select g.source, g.topic, g.partition, g.kind, g.from_offset::float8 as first, g.next_offset::float8 as beyond, g.at
  from source_gap g order by g.id desc limit ${limits.sourceGaps}`;

type Place = { source: SourceBook['source']; topic: string; partition: number };
type Sums = Record<'passed' | 'read' | 'created' | 'repeated' | 'conflicting' | 'dead' | 'mended', number>;
type BookRow = Place &
  Sums & { begun_at: Date; moved_at: Date | null; event_at: Date | null } & {
    last_event_at: Date | null;
    lag_events: number | null;
    lag_seconds: number | null;
    stalled_since: Date | null;
  };
type GapRow = Place & { kind: SourceGap['kind']; first: number; beyond: number; at: Date };

/** A topic is kept with its id, which is nothing to people. */
const placeOf = ({ source, topic, partition }: Place) => ({
  source,
  topic: topic === '' ? null : topic.slice(0, topic.lastIndexOf('@')),
  partition: topic === '' ? null : partition,
});

const toBook = (row: BookRow): SourceBook => {
  const { passed, read, created, repeated, conflicting, dead, mended } = row;
  return {
    ...placeOf(row),
    ...{ passed, notForUs: passed - read, read, created, repeated, conflicting, dead, mended },
    begunAt: row.begun_at.toISOString(),
    movedAt: (row.event_at ?? row.moved_at)?.toISOString() ?? null,
    lastSentAt: row.last_event_at?.toISOString() ?? null,
    lagEvents: row.lag_events,
    lagSeconds: row.lag_seconds === null ? null : Math.round(row.lag_seconds),
  };
};

const toAlarms = (rows: readonly BookRow[]): SourceAlarm[] =>
  rows.flatMap((row) =>
    row.stalled_since === null
      ? []
      : [{ ...placeOf(row), kind: 'stalled' as const, since: row.stalled_since.toISOString() }],
  );

/**
 * @returns what each source brought, and what was not to be had, as it stands in the transaction of the last events; how far each is
 * behind, as its broker said last; and what is wrong with it
 */
export const readBooks = async (database: Pick<Database, 'query'>): Promise<Result<Data<'source:books'>>> => {
  const [rows, missing, { expected, silent }] = await Promise.all([
    database.query<BookRow>('source_books', books, []),
    database.query<GapRow>('source_gaps', gaps, []),
    readExpectations(database),
  ]);
  return success({
    books: rows.map(toBook),
    gaps: missing.map((row) => ({
      ...placeOf(row),
      ...{ kind: row.kind, from: row.first, to: Math.max(row.first, row.beyond - 1), at: row.at.toISOString() },
    })),
    alarms: [...silent, ...toAlarms(rows)].slice(0, limits.sourceAlarms),
    expected,
  });
};
