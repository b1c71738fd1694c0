-- 1
-- The conversation must be locked: its head is where the new members begin.
create or replace function add_members(room uuid, people uuid[], adder uuid) returns void language plpgsql volatile as $$
begin
  insert into member (conversation_id, user_id, read_seq, joined_seq, added_by)
  select l.id, p.id, l.last_seq, l.last_seq, nullif(adder, p.id)
  from log l cross join (select distinct unnest(people) as id) p
  where l.id = room
  on conflict do nothing;
  delete from departure d where d.conversation_id = room and d.user_id = any (people);
end $$;
