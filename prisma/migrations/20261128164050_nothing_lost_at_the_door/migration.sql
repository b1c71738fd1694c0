-- What a producer sent is kept, and an event is known by its source and its id.

-- raw is json, not jsonb: it gives back the very text that came, and takes what jsonb cannot hold (\u0000, numbers of any
-- length, halves of surrogate pairs). content_hash tells another content under a known id; null in rows from before.
alter table rejection
  add column attributes jsonb not null default '{}',
  add column raw json,
  add column content_hash bytea,
  add column conflicts integer not null default 0;

-- The id first: it is what differs, and the function of the version before looks for it.
create unique index rejection_event_id_source_key on rejection (event_id, source);
drop index rejection_event_id_key;

-- Other contents that came under the id of a rejection, each once; how many there were stands in rejection.conflicts.
create table conflicting_event (
  id           uuid primary key default uuidv7(),
  rejection_id uuid not null,
  content_hash bytea not null,
  raw          json not null,
  received_at  timestamptz(3) not null default clock_timestamp()
);
create unique index conflicting_event_rejection_id_content_hash_key on conflicting_event (rejection_id, content_hash);

-- Takes the place of ingest_tickets, which stays for instances of the version before. As there: one transaction, and a
-- batch that does not start exactly where its partition was left is 'fenced'. events: the fields of a rejection and
-- attributes, raw (JSON text), contentHash (hex). outcome: created, repeated, conflicting, fenced. Every row that was
-- created or changed comes once; their versions are without a hole. Not more than most_conflicts other contents of a
-- rejection are kept; beyond, they are only counted, and a repeat of one counts again.
create function ingest_events(
  of_source text, events jsonb, dead_letters jsonb, most_conflicts int,
  of_group text, of_topic text, of_partition int, from_offset bigint, following_offset bigint
) returns table (ord int, outcome text, rejection rejection)
language plpgsql volatile
set enable_seqscan = off
set enable_nestloop = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  consumed bigint;
begin
  perform 1 from feed f where f.name = 'tickets' for no key update;

  if of_group is not null then
    insert into consumer_offset (consumer_group, topic, partition, next_offset)
    values (of_group, of_topic, of_partition, following_offset)
    on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset
    where consumer_offset.next_offset = from_offset
    returning next_offset into consumed;
    if consumed is null then return query select 0, 'fenced', null::rejection; return; end if;
  end if;

  insert into dead_letter (source, origin, position, payload, error)
  select of_source, d.origin, d.position, decode(d.payload, 'base64'), d.error
  from jsonb_to_recordset(dead_letters) d (origin text, position text, payload text, error text)
  on conflict do nothing;

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
    update feed f set last_seq = f.last_seq + c.created, last_version = f.last_version + c.created + c.changed
    from (
      select (select count(*) from judged j where j.is_new) as created, (select count(*) from placed) as changed
    ) c
    where f.name = 'tickets' and c.created + c.changed > 0
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
end $$;

-- For instances of the version before: as it was, but that the same event is one of the same source.
create or replace function ingest_tickets(
  source text, events jsonb, dead_letters jsonb,
  of_group text, of_topic text, of_partition int, from_offset bigint, following_offset bigint
) returns table (ord int, outcome text, rejection rejection)
language plpgsql volatile
set enable_seqscan = off
set enable_nestloop = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  consumed bigint;
begin
  perform 1 from feed f where f.name = 'tickets' for no key update;

  if of_group is not null then
    insert into consumer_offset (consumer_group, topic, partition, next_offset)
    values (of_group, of_topic, of_partition, following_offset)
    on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset
    where consumer_offset.next_offset = from_offset
    returning next_offset into consumed;
    if consumed is null then return query select 0, 'fenced', null::rejection; return; end if;
  end if;

  insert into dead_letter (source, origin, position, payload, error)
  select source, d.origin, d.position, decode(d.payload, 'base64'), d.error
  from jsonb_to_recordset(dead_letters) d (origin text, position text, payload text, error text)
  on conflict do nothing;

  return query
  with input as (
    select e.*, k.is_known is null and
           row_number() over (partition by e."eventId" order by e.ordinality) = 1 as is_new              -- the first in this batch
    from rows from (jsonb_to_recordset(events) as (
      "eventId" text, "ticketId" text, title text, "reasonCode" text, reason text, "rejectedBy" text, requester text,
      priority text, "occurredAt" timestamptz, url text
    )) with ordinality e
    left join lateral (
      select true as is_known from rejection r
      where r.event_id = e."eventId" and r.source = ingest_tickets.source limit 1
    ) k on true
  ),
  placed as materialized (
    select i.*, count(*) filter (where i.is_new) over (order by i.ordinality) as n from input i
  ),
  head as (
    update feed f set last_seq = f.last_seq + c.count, last_version = f.last_version + c.count
    from (select count(*) from placed p where p.is_new) c
    where f.name = 'tickets' and c.count > 0
    returning f.last_seq - c.count as seq, f.last_version - c.count as version
  ),
  added as (
    insert into rejection (seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, requester,
                           priority, occurred_at, url, source)
    select h.seq + p.n, h.version + p.n, p."eventId", p."ticketId", p.title, p."reasonCode", p.reason, p."rejectedBy",
           p.requester, p.priority, p."occurredAt", p.url, source
    from placed p cross join head h where p.is_new
    returning *
  )
  select p.ordinality::int, case when p.is_new then 'created' else 'repeated' end, a::rejection
  from placed p
  left join added a on a.event_id = p."eventId" and p.is_new
  order by p.ordinality;
end $$;
