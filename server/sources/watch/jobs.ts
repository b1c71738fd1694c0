import { z } from 'zod';
import { limits } from '../../../protocol/index.ts';
import { type AnyJob, job, parsed } from '../../engine/jobs/job.ts';
import type { Database } from '../../engine/store/database.ts';
import { inParts, rowsAtOnce } from '../../engine/store/in-parts.ts';

// By the clock of the database, in the zone of whoever expects something. A span of hours begins anew what is waited for, unless it goes
// on from the one before. $1: another moment than now, for tests.
const judge = `
  update source_watch w set silent_since = n.silent_since
  from (
    select w.source, case when m.at - c.since >= make_interval(mins => w.minutes) then c.since end as silent_since
    from source_watch w
    cross join lateral (select coalesce($1::timestamptz, now()) as at) m
    left join lateral (select max(b.event_at) as at from source_book b where b.source = w.source) l on true
    left join lateral (
      select r.span from unnest((
        select range_agg(tstzrange(h.begins, h.ends)) from (
          select (d.day + w.from_time::time) at time zone w.time_zone as begins,
                 (d.day + (w.to_time <= w.from_time)::int + w.to_time::time) at time zone w.time_zone as ends
          from (
            select ((m.at at time zone w.time_zone)::date - n) as day from generate_series(0, 8) n
          ) d
          where extract(isodow from d.day) = any (w.days)
        ) h where h.begins < h.ends
      )) r (span) where r.span @> m.at
    ) s on true
    cross join lateral (
      select case when s.span is not null then greatest(l.at, lower(s.span), w.changed_at) end as since
    ) c
  ) n
  where n.source = w.source and n.silent_since is distinct from w.silent_since
  returning w.source`;

// Only where something came since: so there are as many rows as slots in which something came.
const pulse = `
  insert into source_pulse (source, at, read)
  select b.source, date_bin('5 minutes', now(), '2001-01-01'), b.read
  from (select source, sum(read)::bigint as read from source_book group by source) b
  left join lateral (select p.read from source_pulse p where p.source = b.source order by p.at desc limit 1) p on true
  where b.read > coalesce(p.read, 0)
  on conflict do nothing`;
const prunePulse = `
  delete from source_pulse where ctid in (
    select p.ctid from source_pulse p where p.at < now() - interval '15 days' limit ${rowsAtOnce})
  returning source`;
const pruneGaps = `
  delete from source_gap where id in (
    select g.id from source_gap g order by g.id desc offset ${limits.sourceGapsKept} limit ${rowsAtOnce})
  returning id`;

// The topic that is read has just been seen.
const pruneTopics = `
  delete from source_topic where ctid in (
    select t.ctid from source_topic t order by t.seen_at desc offset ${limits.sourceGapsKept} limit ${rowsAtOnce})
  returning topic`;

/**
 * Looks which sources are silent although something is expected of them.
 * @param at another moment than now
 */
export const judgeSilence = async (database: Pick<Database, 'query'>, at: Date | null = null): Promise<void> => {
  await database.query('source_silence', judge, [at]);
};

/** What happens to sources at a time, on one worker at once. */
export const sourceJobs = (database: Database): AnyJob[] => [
  parsed(job('watch-sources', { schema: z.object({}), cron: '* * * * *' }, () => judgeSilence(database))),
  parsed(
    job('note-rhythms', { schema: z.object({}), cron: '*/5 * * * *' }, async () => {
      await database.query('source_pulse', pulse, []);
    }),
  ),
  parsed(
    job('prune-sources', { schema: z.object({}), cron: '23 * * * *' }, async () => {
      await inParts(async () => (await database.query('source_pulse_prune', prunePulse, [])).length);
      await inParts(async () => (await database.query('source_gaps_prune', pruneGaps, [])).length);
      await inParts(async () => (await database.query('source_topics_prune', pruneTopics, [])).length);
    }),
  ),
];
