-- 1
-- Gives a source another secret; null: ends the one before at once. keep_old: minutes that the present one remains valid, where the
-- source is of HTTP; the one before it ends then. Answers whether there is such a source and the actor may.
create or replace function rotate_source(actor uuid, of_key text, sealed bytea, keep_old int) returns boolean
language plpgsql volatile as $$
declare
  present source;
begin
  perform pg_advisory_xact_lock(7232032);
  if not may_as_doer(actor, 'admins') then return false; end if;
  select s.* into present from source s where s.key = of_key and s.ended_at is null for no key update;
  if present.id is null then return false; end if;
  update source s
  set secret = coalesce(sealed, s.secret),
      old_secret = case when sealed is not null and s.kind = 'http' and keep_old > 0 then s.secret end,
      old_until = case when sealed is not null and s.kind = 'http' and keep_old > 0 and s.secret is not null
        then now() + make_interval(mins => keep_old) end,
      version = s.version + 1, changed_at = now()
  where s.id = present.id;
  perform audit(actor, 'source.rotate', 'source', of_key,
    jsonb_build_object('new', sealed is not null, 'keepOld', case when sealed is not null and present.kind = 'http' then keep_old else 0 end),
    null);
  return true;
end $$;
