-- 2
-- A role is given under a lock, so that two admins who take it from each other at once do not leave nobody.
-- outcome: changed, forbidden (the caller is no admin), not_found, last_admin
create or replace function set_role(caller uuid, person uuid, wanted text) returns text language plpgsql as $$
declare
  former text;
begin
  perform pg_advisory_xact_lock(7232022);
  if not exists (select 1 from "user" where id = caller and role = 'admin' and banned is not true) then
    return 'forbidden';
  end if;
  select role into former from "user" where id = person;
  if not found then return 'not_found'; end if;
  if wanted <> 'admin' and former = 'admin'
    and not exists (select 1 from "user" where role = 'admin' and banned is not true and id <> person) then
    return 'last_admin';
  end if;
  update "user" set role = wanted, updated_at = now() where id = person and role <> wanted;
  if found then
    perform audit(caller, 'account.role', 'person', person::text, jsonb_build_object('role', wanted, 'was', former), null);
  end if;
  return 'changed';
end $$;
