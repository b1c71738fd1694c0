-- 1
-- The next part of what a deleted account wrote is emptied, each message a tombstone with a version of its own, in archived rooms too.
-- Returned: how many were looked at; fewer than `most` when that was all. Two workers at once do one part after the other.
create or replace function remove_messages(person uuid, most int) returns int language plpgsql volatile
set enable_seqscan = off
as $$
declare
  work removal;
  wanted uuid[];
  last uuid;
  emptied integer;
begin
  select r.* into work from removal r where r.user_id = person and r.ended_at is null for update;
  if not found then return 0; end if;
  select array_agg(p.id), (array_agg(p.client_id order by p.client_id desc))[1] into wanted, last
  from (
    select m.id, m.client_id from message m where m.author_id = person and m.client_id > work.after
    order by m.author_id, m.client_id limit most
  ) p;
  perform 1 from log l where l.id in (select m.conversation_id from message m where m.id = any (wanted))
  order by l.id for no key update;
  with doomed as materialized (
    select m.id, m.conversation_id, m.seq, row_number() over (partition by m.conversation_id order by m.seq) as place
    from message m where m.id = any (wanted) and m.deleted_at is null
  ),
  heads as materialized (
    update log l set last_version = l.last_version + d.count
    from (select conversation_id, count(*) from doomed group by conversation_id) d
    where l.id = d.conversation_id
    returning l.id, l.last_version - d.count as before
  ),
  unnamed as (
    delete from mention n using doomed d where n.conversation_id = d.conversation_id and n.seq = d.seq
  )
  update message m
  set body = '', content = null, reactions = '{}', deleted_at = clock_timestamp(), version = h.before + d.place,
      xid = pg_current_xact_id()
  from doomed d join heads h on h.id = d.conversation_id
  where m.id = d.id;
  get diagnostics emptied = row_count;
  update removal r
  set "after" = coalesce(last, r.after), removed = r.removed + emptied,
      ended_at = case when coalesce(cardinality(wanted), 0) < most then clock_timestamp() end
  where r.user_id = person;
  return coalesce(cardinality(wanted), 0);
end $$;
