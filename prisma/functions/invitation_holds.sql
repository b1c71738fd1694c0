-- 1
-- Whether an invitation lets somebody in now: it is not used up or over, and who made it still may invite for such a role.
create or replace function invitation_holds(i invitation) returns boolean language plpgsql stable as $$
begin
  return i.used_at is null and i.used < i.uses and i.expires_at > now() and exists (
    select from "user" host, workspace w
    where host.id = i.created_by and host.banned is not true and may_as_doer(host.id, w.invites_by)
      and (i.role in ('guest', 'member') or host.role = 'admin'));
end $$;
