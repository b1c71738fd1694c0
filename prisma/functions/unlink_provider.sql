-- 2
-- Takes a provider away from an account that can be entered another way; two at once do not leave none.
-- @returns whether it is gone
create or replace function unlink_provider(of_person uuid, by_provider text) returns boolean language plpgsql as $$
begin
  perform 1 from "user" where id = of_person for no key update;
  if not exists (select 1 from account where user_id = of_person and password is not null)
    and not exists (select 1 from passkey where user_id = of_person) then
    return false;
  end if;
  delete from account where user_id = of_person and provider_id = by_provider;
  if found then perform audit(of_person, 'account.unlink', 'person', of_person::text, null, null); end if;
  return true;
end $$;
