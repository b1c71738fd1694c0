-- 1
-- Whether somebody is in as many conversations as one may be in, or was put by others into as many as they may.
create or replace function has_too_many_conversations(person uuid, most int) returns boolean language sql stable as $$
  select count(*) >= most from (select from member m where m.user_id = person limit most) one
$$;
