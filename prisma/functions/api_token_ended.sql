-- 1
create or replace function api_token_ended() returns trigger language plpgsql as $$
begin
  insert into signal (kind, reference) values ('session', old.id::text);
  return null;
end $$;
create or replace trigger api_token_deleted after delete on apikey for each row execute function api_token_ended();
create or replace trigger api_token_disabled after update of enabled on apikey
  for each row when (new.enabled is distinct from old.enabled) execute function api_token_ended();
