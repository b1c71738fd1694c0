-- 1
-- Before the person's row and all that goes with it: whoever writes to their log has it locked first, too.
create or replace function person_log_ended() returns trigger language plpgsql as $$
begin
  delete from log l where l.id = old.id;
  delete from personal_entry e where e.log = old.id;
  return old;
end $$;
create or replace trigger person_log_ended before delete on "user"
  for each row execute function person_log_ended();
