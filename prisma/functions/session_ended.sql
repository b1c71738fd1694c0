-- 1
create or replace function session_ended() returns trigger language plpgsql as $$
begin
  insert into signal (kind, user_id, reference) values ('session', old.user_id, old.id::text);
  return null;
end $$;
create or replace trigger session_ended after delete on session for each row execute function session_ended();
