-- 2
-- Makes an invitation, unless this person has so many open ones already: then no row comes back.
create or replace function make_invitation(host uuid, hash bytea, days integer, most integer)
returns setof invitation language plpgsql as $$
declare
  made invitation;
begin
  perform 1 from "user" where id = host for no key update;
  delete from invitation where created_by = host and used_at is null and expires_at <= now();
  insert into invitation (token_hash, created_by, expires_at)
  select hash, host, now() + days * interval '1 day'
  where (select count(*) from invitation i where i.created_by = host and i.used_at is null) < most
  returning * into made;
  if not found then return; end if;
  return next made;
  perform audit(host, 'invitation.create', 'invitation', made.id::text,
    jsonb_build_object('until', made.expires_at), null);
end $$;
