-- 1
-- Judges each send by itself and stores what may be stored: one row out per row in, in the order given. outcome: created,
-- repeated, conflict, not_found, reply_not_found, thread_not_found, archived. Only created and repeated rows carry a message.
-- The lock and the rest must stay two statements: the second needs a snapshot taken after the lock was granted
-- (docs/decisions/0003). Nothing may be awaited between lock and commit: commit order is seq order.
create or replace function append_messages(
  conversation_ids uuid[], author_ids uuid[], client_ids uuid[], bodies text[], reply_to_ids uuid[], thread_ids uuid[], contents jsonb[]
) returns table (ord int, outcome text, id uuid, seq bigint, version bigint, created_at timestamptz)
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  perform 1 from log l where l.id = any (conversation_ids) order by l.id for no key update;  -- id order: no deadlock

  return query
  -- "limit 1" keeps each look-up a look-up by key: without it the planner may join with the whole table.
  with judged as (
    select t.*, l.last_seq, l.last_version, o.id as known_id, o.conversation_id as known_conversation,
           o.seq as known_seq, o.version as known_version, o.created_at as known_at,
           case
             when m.is_member is null then 'not_found'                                               -- unknown or not a member: the same answer
             when l.sealed then 'archived'
             when t.reply is not null and r.conversation_id is distinct from t.conversation then 'reply_not_found'
             when t.thread is not null and h.conversation_id is distinct from t.conversation then 'thread_not_found'
           end as refusal
    from unnest(conversation_ids, author_ids, client_ids, bodies, reply_to_ids, thread_ids, contents)
         with ordinality t (conversation, author, client, body, reply, thread, content, ord)
    left join lateral (select * from log l where l.id = t.conversation limit 1) l on true
    left join lateral (
      select true as is_member from member m where m.conversation_id = t.conversation and m.user_id = t.author limit 1
    ) m on true
    left join lateral (
      select * from message o where o.author_id = t.author and o.client_id = t.client limit 1
    ) o on true
    left join lateral (select r.conversation_id from message r where r.id = t.reply limit 1) r on true
    left join lateral (select h.conversation_id from message h where h.id = t.thread limit 1) h on true
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
    update log l set last_seq = l.last_seq + p.count, last_version = l.last_version + p.count
    from (select p.conversation, count(*) from placed p where p.is_new group by p.conversation) p
    where l.id = p.conversation
  ),
  added as (
    insert into message (id, conversation_id, seq, version, author_id, client_id, body, reply_to_id, thread_id, content, created_at)
    select p.id, p.conversation, p.last_seq + p.n, p.last_version + p.n, p.author, p.client, p.body, p.reply, p.thread, p.content, p.at
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
