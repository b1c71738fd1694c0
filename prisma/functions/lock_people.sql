-- 1
-- Locks the logs of some people in the order of their ids, as everybody does who writes to them; a log begins here with its
-- first entry. Those that are missing come first: whoever makes one holds no lock of another one yet, so nobody waits in a circle.
create or replace function lock_people(people uuid[]) returns void language plpgsql volatile
set enable_seqscan = off
set enable_bitmapscan = off
as $$
begin
  insert into log (id, kind)
  select p.id, 'person' from (select distinct unnest(people) as id) p
  where not exists (select from log l where l.id = p.id)
  order by p.id
  on conflict do nothing;
  perform from log l where l.id = any (people) order by l.id for update;
end $$;
