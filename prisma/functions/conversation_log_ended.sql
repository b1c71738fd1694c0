-- 1
create or replace function conversation_log_ended() returns trigger language plpgsql as $$
begin
  delete from log l where l.id in (select e.id from ended e);
  return null;
end $$;
create or replace trigger conversation_log_ended after delete on conversation
  referencing old table as ended for each statement execute function conversation_log_ended();
