-- 1
-- Ends one that is open, of one's own or as an admin anybody's. What nobody came in by is gone; the others tell who let them in.
create or replace function end_invitation(actor uuid, which uuid, address text) returns uuid language plpgsql volatile as $$
declare
  ended invitation;
begin
  select i.* into ended from invitation i
  where i.id = which and i.used_at is null and i.expires_at > now()
    and (i.created_by = actor or may_as_doer(actor, 'admins'))
  for update;
  if ended.id is null then return null; end if;
  if ended.used = 0 then delete from invitation i where i.id = which;
  else update invitation i set expires_at = now() where i.id = which;
  end if;
  perform audit(actor, 'invitation.revoke', 'invitation', which::text, jsonb_build_object('used', ended.used), address);
  return which;
end $$;
