-- Plans of prepared statements and functions are made once and kept. Made while a table was small, they read it from end
-- to end, and went on doing so when it had a million rows. So: every look-up is one that only an index can answer, and
-- sequential scans are the last resort. Measured: docs/performance.md.

-- Both columns, so that a look-up of one membership cannot mean reading all of a person's.
drop index member_user_id_idx;
create index member_user_id_conversation_id_idx on member (user_id, conversation_id);

-- As before: one row out per row in, in the order given. outcome: created, repeated, conflict, not_found,
-- reply_not_found, archived. Only created and repeated rows carry a message.
create or replace function append_messages(
  conversation_ids uuid[], author_ids uuid[], client_ids uuid[], bodies text[], reply_to_ids uuid[]
) returns table (ord int, outcome text, id uuid, seq bigint, version bigint, created_at timestamptz)
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  perform 1 from conversation c where c.id = any (conversation_ids) order by c.id for no key update;  -- id order: no deadlock

  return query
  -- "limit 1" keeps each look-up a look-up by key: without it the planner may join with the whole table.
  with judged as (
    select t.*, c.last_seq, c.last_version, o.id as known_id, o.conversation_id as known_conversation,
           o.seq as known_seq, o.version as known_version, o.created_at as known_at,
           case
             when m.is_member is null then 'not_found'                                               -- unknown or not a member: the same answer
             when c.archived_at is not null then 'archived'
             when t.reply is not null and r.conversation_id is distinct from t.conversation then 'reply_not_found'
           end as refusal
    from unnest(conversation_ids, author_ids, client_ids, bodies, reply_to_ids)
         with ordinality t (conversation, author, client, body, reply, ord)
    left join lateral (select * from conversation c where c.id = t.conversation limit 1) c on true
    left join lateral (
      select true as is_member from member m where m.conversation_id = t.conversation and m.user_id = t.author limit 1
    ) m on true
    left join lateral (
      select * from message o where o.author_id = t.author and o.client_id = t.client limit 1
    ) o on true
    left join lateral (select r.conversation_id from message r where r.id = t.reply limit 1) r on true
  ),
  sorted as (
    select j.*, j.refusal is null and j.known_id is null and                                         -- the first in this batch that may be stored
           row_number() over (partition by j.author, j.client, j.refusal is null order by j.ord) = 1 as is_new
    from judged j
  ),
  placed as materialized (
    select s.*, count(*) filter (where s.is_new) over (partition by s.conversation order by s.ord) as n,
           case when s.is_new then uuidv7() end as id, case when s.is_new then clock_timestamp()::timestamptz(3) end as at
    from sorted s
  ),
  heads as (
    update conversation c set last_seq = c.last_seq + p.count, last_version = c.last_version + p.count
    from (select p.conversation, count(*) from placed p where p.is_new group by p.conversation) p
    where c.id = p.conversation
  ),
  added as (
    insert into message (id, conversation_id, seq, version, author_id, client_id, body, reply_to_id, created_at)
    select p.id, p.conversation, p.last_seq + p.n, p.last_version + p.n, p.author, p.client, p.body, p.reply, p.at
    from placed p where p.is_new
  )
  select p.ord::int,
         -- A repeat is answered like the first time, also to somebody who has left since: it was acknowledged then.
         case when p.is_new then 'created'
              when coalesce(p.known_conversation, f.conversation) <> p.conversation then 'conflict'
              when p.known_id is not null or f.id is not null then 'repeated'
              else coalesce(p.refusal, 'not_found') end,
         coalesce(p.known_id, p.id, f.id),
         coalesce(p.known_seq, p.last_seq + case when p.is_new then p.n end, f.last_seq + f.n),
         coalesce(p.known_version, p.last_version + case when p.is_new then p.n end, f.last_version + f.n),
         coalesce(p.known_at, p.at, f.at)
  from placed p
  left join lateral (                                                                                -- what it repeats within this batch
    select * from placed f
    where not p.is_new and p.known_id is null and f.is_new and f.author = p.author and f.client = p.client limit 1
  ) f on true
  order by p.ord;

  if exists (select from unnest(bodies) body where position('<@' in body) > 0) then
    insert into mention (conversation_id, user_id, seq)
    select distinct a.conversation_id, m.user_id, a.seq
    from unnest(author_ids, client_ids) t (author, client)
    cross join lateral (
      select * from message a
      where a.author_id = t.author and a.client_id = t.client and a.xid = pg_current_xact_id() limit 1
    ) a
    cross join lateral regexp_matches(a.body, '<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>', 'g') named
    cross join lateral (
      select m.user_id from member m
      where m.conversation_id = a.conversation_id and m.user_id = named[1]::uuid limit 1
    ) m
    where m.user_id <> a.author_id
    on conflict do nothing;
  end if;
end $$;

-- As before: see the first migration. Without nested loops what was stored is joined with what came by hashing; a
-- "lateral … limit 1" stays a look-up for each row, because it cannot be anything else.
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
    left join lateral (select true as is_known from rejection r where r.event_id = e."eventId" limit 1) k on true
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
