-- 1
-- A room with members has an owner: the first to come, and when the owner is gone, who has been there longest.
-- The logs are locked in the order of their ids, as by the append, also when an account goes with all its memberships.
create or replace function members_added() returns trigger language plpgsql as $$
begin
  perform 1 from log l where l.id in (select conversation_id from added) order by l.id for no key update;
  update conversation c
  set member_count = c.member_count + a.count,
      owner_id = case when c.kind = 'room' and c.owner_id is null then a.first else c.owner_id end
  from (
    select conversation_id, count(*), (array_agg(user_id order by joined_at, user_id))[1] as first
    from added group by conversation_id
  ) a
  where c.id = a.conversation_id;
  insert into signal (kind, user_id, conversation_id) select 'membership', user_id, conversation_id from added;
  return null;
end $$;
create or replace trigger members_added after insert on member
  referencing new table as added for each statement execute function members_added();
