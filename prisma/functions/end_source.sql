-- 1
-- Nothing comes from it any more, and its secrets are gone. Answers whether there was such a source and the actor may.
create or replace function end_source(actor uuid, of_key text) returns boolean language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(7232032);
  if not may_as_doer(actor, 'admins') then return false; end if;
  update source s
  set ended_at = now(), changed_at = now(), version = s.version + 1, secret = null, old_secret = null, old_until = null
  where s.key = of_key and s.ended_at is null;
  if not found then return false; end if;
  perform audit(actor, 'source.end', 'source', of_key, '{}', null);
  return true;
end $$;
