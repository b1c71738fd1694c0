-- 1
create or replace function was_added_to_too_many(person uuid, most int) returns boolean language sql stable as $$
  select count(*) >= most from (select from member m where m.user_id = person and m.added_by is not null limit most) one
$$;
