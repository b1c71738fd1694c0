-- 1
-- Uses a code of the second factor up, by its step or by the hash of a recovery code, and confirms the session that it was
-- given for; one that waited for it begins. Of two who give the same code at once, one succeeds.
create or replace function use_second_factor(of_session uuid, step bigint, recovery_hash bytea, idle_seconds int)
returns boolean language plpgsql as $$
declare
  person uuid;
begin
  select s.user_id into person from session s where s.id = of_session
    and (s.expires_at > now() or s.second_factor_until > now()) for update;
  if not found then return false; end if;
  if step is not null then
    update second_factor f set last_step = step
    where f.user_id = person and f.confirmed_at is not null and f.last_step < step;
  else
    update second_factor f set recovery = array_remove(f.recovery, recovery_hash)
    where f.user_id = person and f.confirmed_at is not null and recovery_hash = any (f.recovery);
  end if;
  if not found then return false; end if;
  update session s set confirmed_at = now(), second_factor_until = null,
    expires_at = case when s.second_factor_until is null then s.expires_at else now() + idle_seconds * interval '1 second' end
  where s.id = of_session;
  return true;
end $$;
