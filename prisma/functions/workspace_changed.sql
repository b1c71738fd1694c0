-- 1
create or replace function workspace_changed() returns trigger language plpgsql as $$
begin
  insert into signal (kind) values ('workspace');
  return null;
end $$;
create or replace trigger workspace_changed after update on workspace for each row execute function workspace_changed();
