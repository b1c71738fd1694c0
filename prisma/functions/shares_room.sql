-- 1
-- Whether two people are in a conversation together.
create or replace function shares_room(one uuid, other uuid) returns boolean language sql stable as $$
  select exists (
    select from member a
    where a.user_id = one
      and (select count(*) > 0 from member b where b.conversation_id = a.conversation_id and b.user_id = other))
$$;
