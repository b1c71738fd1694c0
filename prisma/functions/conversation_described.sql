-- 2
create or replace function conversation_described() returns trigger language plpgsql as $$
begin
  insert into signal (kind, conversation_id) values ('conversation', new.id);
  return null;
end $$;
-- Only real changes are told.
create or replace trigger conversation_described 
  after update of name, topic, visibility, archived_at, owner_id, inviting, describing on conversation
  for each row when ((old.name, old.topic, old.visibility, old.archived_at, old.owner_id, old.inviting, old.describing)
    is distinct from (new.name, new.topic, new.visibility, new.archived_at, new.owner_id, new.inviting, new.describing))
  execute function conversation_described();
