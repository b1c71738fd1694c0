-- 2
-- patch: { role?, deactivated?, endSessions?, unprotect? }. Under the lock of set_role, so that two admins who act on each other at once do not
-- leave nobody. outcome: changed, forbidden (the caller is no admin), not_found, last_admin
create or replace function update_account(actor uuid, person uuid, patch jsonb) returns text language plpgsql volatile as $$
declare
  former record;
  ended integer := 0;
  factors integer := 0;
  keys integer := 0;
  wanted text := patch ->> 'role';
  off boolean := (patch ->> 'deactivated')::boolean;
begin
  perform pg_advisory_xact_lock(7232022);
  if not exists (select 1 from "user" u where u.id = actor and u.role = 'admin' and u.banned is not true) then
    return 'forbidden';
  end if;
  select u.role, u.banned is true as is_off into former from "user" u where u.id = person and u.kind = 'person' for no key update;
  if not found then return 'not_found'; end if;
  if former.role = 'admin' and not former.is_off and (wanted <> 'admin' or off)
    and not exists (select 1 from "user" u where u.role = 'admin' and u.banned is not true and u.id <> person) then
    return 'last_admin';
  end if;
  if patch -> 'endSessions' = 'true' then
    delete from session s where s.user_id = person;
    get diagnostics ended = row_count;
  end if;
  if patch -> 'unprotect' = 'true' then
    delete from second_factor f where f.user_id = person;
    get diagnostics factors = row_count;
    delete from passkey p where p.user_id = person;
    get diagnostics keys = row_count;
    delete from passkey_challenge c where c.user_id = person;
    -- Who had the lost device may be signed in on it.
    if factors + keys > 0 then delete from session s where s.user_id = person; end if;
  end if;
  -- Whoever is switched off loses sessions and tokens by the trigger person_banned, however that came about.
  update "user" u
  set role = coalesce(wanted, u.role), banned = coalesce(off, u.banned), ban_reason = null, ban_expires = null, updated_at = now()
  where u.id = person and (u.role <> wanted or (u.banned is true) <> off);
  if wanted <> former.role then
    perform audit(actor, 'account.role', 'person', person::text,
      jsonb_build_object('role', wanted, 'was', former.role), null);
  end if;
  if off <> former.is_off then
    perform audit(actor, case when off then 'account.deactivate' else 'account.reactivate' end, 'person', person::text, null, null);
  end if;
  if ended > 0 then
    perform audit(actor, 'session.end', 'person', person::text, jsonb_build_object('sessions', ended), null);
  end if;
  if factors + keys > 0 then
    perform audit(actor, 'account.unprotect', 'person', person::text,
      jsonb_build_object('secondFactor', factors > 0, 'passkeys', keys), null);
  end if;
  return 'changed';
end $$;
