-- 1
-- Stops an export, or gives its file up: one's own, and as an admin those that are nobody's own. A job removes what there is of it.
create or replace function cancel_export(actor uuid, which uuid) returns boolean language plpgsql volatile as $$
begin
  update export e set state = 'cancelled', ended_at = coalesce(e.ended_at, clock_timestamp()), kept_until = clock_timestamp()
  where e.id = which and e.state <> 'cancelled' and (
    e.asked_by = actor
    or e.scope <> 'person' and exists (select from "user" u where u.id = actor and u.role = 'admin' and u.banned is not true)
  );
  if not found then return false; end if;
  perform audit(actor, 'export.cancel', 'export', which::text, null, null);
  return true;
end $$;
