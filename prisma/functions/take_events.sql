-- 2
-- Ticket events into the log. Called by whoever has locked its head. events: the fields of a rejection and
-- attributes, raw (JSON text), contentHash (hex). outcome: created, repeated, conflicting. Every row that was
-- created or changed comes once; their versions are without a hole. Not more than most_conflicts other contents of a
-- rejection are kept; beyond, they are only counted, and a repeat of one counts again. Behind the events, without a place and as
-- 'woken': rejections that slept until it happens again (wake_by_events); one that another content woke comes twice.
create or replace function take_events(of_source text, events jsonb, most_conflicts int)
returns table (ord int, outcome text, rejection rejection)
language plpgsql volatile
set enable_seqscan = off
set enable_nestloop = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  sleepers rejection[];
  reached bigint;
begin
  select f.last_seq into reached from log f where f.id = feed_log();
  select array_agg(r) into sleepers from rejection r
  where r.wakes_after is not null
    and (r.ticket_id = any (array(select e ->> 'ticketId' from jsonb_array_elements(events) e))
      or r.event_id = any (array(select e ->> 'eventId' from jsonb_array_elements(events) e)) and r.source = of_source);

  return query
  with input as (
    select e.*, decode(e."contentHash", 'hex') as content, k.id as known, k.is_same,
           row_number() over same_id = 1 as is_first,
           first_value(e."contentHash") over same_id as first_hash
    from rows from (jsonb_to_recordset(events) as (
      "eventId" text, "ticketId" text, title text, "reasonCode" text, reason text, "rejectedBy" text, requester text,
      priority text, "occurredAt" timestamptz, url text, attributes jsonb, raw text, "contentHash" text
    )) with ordinality e
    left join lateral (
      select r.id,
             case when r.content_hash is not null then r.content_hash = decode(e."contentHash", 'hex')
             -- Of a row from before only the fields are known. An address that is not taken any more may still be there.
             else (r.ticket_id, r.title, r.reason_code, r.reason, r.rejected_by, r.priority, r.occurred_at)
                = (e."ticketId", e.title, e."reasonCode", e.reason, e."rejectedBy", e.priority, e."occurredAt"::timestamptz(3))
              and r.requester is not distinct from e.requester and (e.url is null or e.url is not distinct from r.url)
             end as is_same
      from rejection r where r.event_id = e."eventId" and r.source = of_source limit 1
    ) k on true
    window same_id as (partition by e."eventId" order by e.ordinality)
  ),
  judged as materialized (
    select i.*, i.known is null and i.is_first as is_new,
           case when i.known is null then i."contentHash" <> i.first_hash else not i.is_same end as differs,
           count(*) filter (where i.known is null and i.is_first) over (order by i.ordinality) as n
    from input i
  ),
  -- Each other content once, if it is not kept already.
  novel as materialized (
    select d.*, row_number() over (partition by d."eventId" order by d.ordinality) as n_of_id
    from (
      select distinct on (j."eventId", j.content) j."eventId", j.content, j.known, j.raw, j.ordinality
      from judged j where j.differs order by j."eventId", j.content, j.ordinality
    ) d
    left join lateral (
      select true as is_kept from conflicting_event c where c.rejection_id = d.known and c.content_hash = d.content limit 1
    ) k on true
    where k.is_kept is null
  ),
  changed as materialized (
    select v."eventId", v.known, count(*)::int as more, min(v.ordinality) as first_place
    from novel v group by v."eventId", v.known
  ),
  placed as materialized (
    select c.*, row_number() over (order by c.first_place) as n from changed c where c.known is not null
  ),
  head as (
    update log f set last_seq = f.last_seq + c.created, last_version = f.last_version + c.created + c.changed
    from (
      select (select count(*) from judged j where j.is_new) as created, (select count(*) from placed) as changed
    ) c
    where f.id = feed_log() and c.created + c.changed > 0
    returning f.last_seq - c.created as seq, f.last_version - c.created - c.changed as version, c.created
  ),
  added as (
    insert into rejection (seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, requester,
                           priority, occurred_at, url, source, attributes, raw, content_hash, conflicts)
    select h.seq + j.n, h.version + j.n, j."eventId", j."ticketId", j.title, j."reasonCode", j.reason, j."rejectedBy",
           j.requester, j.priority, j."occurredAt", j.url, of_source, j.attributes, j.raw::json, j.content, coalesce(c.more, 0)
    from judged j cross join head h
    left join changed c on c."eventId" = j."eventId"
    where j.is_new
    returning *
  ),
  moved as (
    update rejection r
    set conflicts = r.conflicts + p.more, version = h.version + h.created + p.n, xid = pg_current_xact_id()
    from placed p cross join head h
    where r.id = any (array(select known from placed)) and r.id = p.known
    returning r.*
  ),
  -- So that it has a place in the timeline; what came together with its rejection has that of its arrival.
  told as (
    insert into rejection_deed (rejection_id, version, kind, actor_id, state, assignee_id)
    select m.id, m.version, 'conflict', '00000000-0000-0000-0000-000000000000', m.state, m.assignee_id from moved m
  ),
  again as (
    insert into rejection_repeat as o (rejection_id, count, last_at)
    select coalesce(j.known, a.id), count(*), clock_timestamp()
    from judged j left join added a on a.event_id = j."eventId"
    where not j.is_new and not j.differs
    group by 1
    on conflict (rejection_id) do update set count = o.count + excluded.count, last_at = excluded.last_at
  ),
  kept as (
    insert into conflicting_event (rejection_id, content_hash, raw)
    select coalesce(v.known, a.id), v.content, v.raw::json
    from novel v
    left join added a on a.event_id = v."eventId"
    left join lateral (
      select count(*) as kept from (select from conflicting_event c where c.rejection_id = v.known limit most_conflicts) k
    ) k on true
    where k.kept + v.n_of_id <= most_conflicts
  )
  select j.ordinality::int,
         case when j.is_new then 'created' when j.differs then 'conflicting' else 'repeated' end,
         case when j.is_new then a::rejection else m::rejection end
  from judged j
  left join added a on a.event_id = j."eventId" and j.is_new
  left join placed p on p.first_place = j.ordinality
  left join moved m on m.id = p.known
  order by j.ordinality;

  if sleepers is null then return; end if;
  return query select null::int, 'woken', w::rejection from wake_by_events(sleepers, reached) w;
end $$;
