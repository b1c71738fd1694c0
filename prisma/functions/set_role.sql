-- 1
-- A role is given under a lock, so that two admins who take it from each other at once do not leave nobody.
-- outcome: changed, forbidden (the caller is no admin), not_found, last_admin
create or replace function set_role(caller uuid, person uuid, wanted text) returns text language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7232022);
  if not exists (select 1 from "user" where id = caller and role = 'admin' and banned is not true) then
    return 'forbidden';
  end if;
  if not exists (select 1 from "user" where id = person) then return 'not_found'; end if;
  if wanted <> 'admin'
    and exists (select 1 from "user" where id = person and role = 'admin')
    and not exists (select 1 from "user" where role = 'admin' and banned is not true and id <> person) then
    return 'last_admin';
  end if;
  update "user" set role = wanted, updated_at = now() where id = person and role <> wanted;
  return 'changed';
end $$;
