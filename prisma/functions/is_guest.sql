-- 1
create or replace function is_guest(person uuid) returns boolean language sql stable as $$
  select coalesce((select u.role = 'guest' from "user" u where u.id = person), false)
$$;
