-- 1
-- Links what a provider knows to the account of somebody who is signed in. Whom it is linked to already keeps it.
-- @returns whether it is theirs now
create or replace function link_provider(of_person uuid, by_provider text, by_subject text, new_id uuid)
returns boolean language plpgsql as $$
begin
  insert into account (id, account_id, provider_id, user_id) values (new_id, by_subject, by_provider, of_person)
  on conflict (provider_id, account_id) do nothing;
  if found then perform audit(of_person, 'account.link', 'person', of_person::text, null, null); end if;
  return exists (
    select 1 from account a where a.provider_id = by_provider and a.account_id = by_subject and a.user_id = of_person);
end $$;
