-- 1
-- Makes one invitation for each hash, as long as the host may: all or none.
-- outcome: done, forbidden, only_admins, no_room, guest_without_room, too_many
create or replace function invite(
  host uuid, hashes bytea[], mails text[], days int, most_uses int, wanted_role text, into_rooms uuid[], most_open int, address text,
  out outcome text, out made uuid[]
)
language plpgsql volatile as $$
declare
  host_role text;
begin
  -- One after the other, so that their number can be judged.
  select u.role into host_role from "user" u where u.id = host and u.banned is not true for no key update;
  outcome := case
    when not may_as_doer(host, 'members') then 'forbidden'
    when not may_as_doer(host, (select w.invites_by from workspace w)) then 'only_admins'
    when wanted_role not in ('guest', 'member') and host_role <> 'admin' then 'only_admins'
    when wanted_role = 'guest' and cardinality(into_rooms) = 0 then 'guest_without_room'
    when exists (select from unnest(into_rooms) r (id) where not may_add_to_room(host, r.id)) then 'no_room'
  end;
  if outcome is not null then return; end if;
  delete from invitation i where i.created_by = host and i.used = 0 and i.used_at is null and i.expires_at <= now();
  if (
    select count(*) from invitation i where i.created_by = host and i.used_at is null and i.expires_at > now()
  ) + cardinality(hashes) > most_open then
    outcome := 'too_many'; return;
  end if;
  with stored as (
    insert into invitation (token_hash, created_by, expires_at, uses, role, rooms, email)
    select h.hash, host, now() + days * interval '1 day', most_uses, wanted_role, into_rooms, h.mail
    from unnest(hashes, mails) with ordinality h (hash, mail, n) order by h.n
    returning id
  )
  select array_agg(s.id) into made from stored s;
  outcome := 'done';
  perform audit(host, 'invitation.create', 'invitation', i.id::text,
    jsonb_build_object('until', i.expires_at, 'role', i.role, 'uses', i.uses, 'rooms', cardinality(i.rooms)), address)
  from invitation i where i.id = any (made) order by i.id;
end $$;
