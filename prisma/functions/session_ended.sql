-- 2
-- Whoever is at a page whose session ends is told why, where there is more to say than that it ended.
create or replace function session_ended() returns trigger language plpgsql as $$
begin
  insert into signal (kind, user_id, reference, reason)
  values ('session', old.user_id, old.id::text,
    (select 'deactivated' from "user" u where u.id = old.user_id and u.banned));
  return null;
end $$;
create or replace trigger session_ended after delete on session for each row execute function session_ended();
