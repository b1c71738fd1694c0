-- 2
create or replace function remove_rejections() returns trigger language plpgsql as $$
begin
  update log f set closed = f.closed + o.count
  from (select count(*) from removed r where r.state = 'open') o where f.id = feed_log() and o.count > 0;
  return null;
end $$;
create or replace trigger rejection_removed after delete on rejection referencing old table as removed
  for each statement execute function remove_rejections();
