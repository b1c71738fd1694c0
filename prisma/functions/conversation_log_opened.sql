-- 1
-- A conversation has a log from the start; what is archived takes no more entries.
create or replace function conversation_log_opened() returns trigger language plpgsql as $$
begin
  insert into log (id, kind, sealed) select o.id, 'conversation', o.archived_at is not null from opened o;
  return null;
end $$;
create or replace trigger conversation_log_opened after insert on conversation
  referencing new table as opened for each statement execute function conversation_log_opened();
