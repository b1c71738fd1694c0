-- 1
-- What an append must know of a conversation stands in the row that it locks anyway. A trigger, so that no path can forget it.
create or replace function conversation_log_sealed() returns trigger language plpgsql as $$
begin
  update log l set sealed = new.archived_at is not null where l.id = new.id;
  return null;
end $$;
create or replace trigger conversation_log_sealed after update of archived_at on conversation
  for each row when ((new.archived_at is null) <> (old.archived_at is null)) execute function conversation_log_sealed();
