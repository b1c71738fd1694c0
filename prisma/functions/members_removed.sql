-- 2
-- The signal refers to who ended the membership, if it was not the end of the account.
create or replace function members_removed() returns trigger language plpgsql as $$
begin
  perform 1 from log l where l.id in (select conversation_id from removed) order by l.id for no key update;
  update conversation c
  set member_count = c.member_count - r.count,
      owner_id = case when c.owner_id = any (r.people) then (
        select m.user_id from member m where m.conversation_id = c.id
        order by is_guest(m.user_id), m.joined_at, m.user_id limit 1
      ) else c.owner_id end
  from (select conversation_id, count(*), array_agg(user_id) as people from removed group by conversation_id) r
  where c.id = r.conversation_id;
  delete from mention n using removed r where n.user_id = r.user_id and n.conversation_id = r.conversation_id;
  insert into signal (kind, user_id, conversation_id, reference)
  select 'membership', r.user_id, r.conversation_id, d.by_id::text
  from removed r left join departure d on d.conversation_id = r.conversation_id and d.user_id = r.user_id;
  return null;
end $$;
create or replace trigger members_removed after delete on member
  referencing old table as removed for each statement execute function members_removed();
