-- 3
-- A claim to an address of one of the domains is used up with the account that it is for.
-- The use is counted under the invitation's lock, and the account says which one it was: of so many at once only as many come
-- in as it has uses.
create or replace function account_admitted() returns trigger language plpgsql as $$
declare
  invited invitation;
begin
  if new.admission like 'address:%' then
    delete from address_claim c
    where c.id = substr(new.admission, 9)::uuid and c.user_id is null and c.email = new.email and c.expires_at > now();
    if not found or not exists (select from workspace w where split_part(new.email, '@', 2) = any (w.domains)) then
      raise exception 'the address is not proved, or of none of the domains';
    end if;
    new.email_verified := true;
    return new;
  end if;
  select i.* into invited from invitation i where i.id = new.admission::uuid for update;
  if invited.id is null or not invitation_holds(invited) then
    raise exception 'the invitation was used, revoked or has ended';
  end if;
  update invitation i
  set used = i.used + 1, used_at = case when i.used + 1 >= i.uses then now() end
  where i.id = invited.id;
  new.role := invited.role;
  new.email_verified := new.email_verified or new.email is not distinct from invited.email;
  if invited.uses > 1 then new.admission := invited.id || ':' || invited.used + 1; end if;
  return new;
end $$;
create or replace trigger account_admitted before insert on "user"
  for each row when (new.admission is not null and new.admission <> 'first') execute function account_admitted();
