-- 1
-- Whose account somebody may enter whom a provider knows: the one that is linked, or one with the same address where the provider
-- says that the address is theirs and it was confirmed here, too. An address alone proves nothing: anybody may claim one.
-- outcome: in, blocked, not_verified (by the provider), not_confirmed (here), unknown (there is no such account)
create or replace function enter_by_provider(
  by_provider text, by_subject text, address text, is_verified boolean, new_id uuid, out outcome text, out person uuid
) language plpgsql as $$
declare
  is_blocked boolean;
  is_confirmed boolean;
begin
  select u.id, coalesce(u.banned, false) into person, is_blocked
  from account a join "user" u on u.id = a.user_id where a.provider_id = by_provider and a.account_id = by_subject;
  if found then
    outcome := case when is_blocked then 'blocked' else 'in' end;
    return;
  end if;
  if address is null then outcome := 'not_verified'; return; end if;
  select u.id, coalesce(u.banned, false), u.email_verified into person, is_blocked, is_confirmed
  from "user" u where u.email = address for no key update;
  if not found then
    outcome := case when is_verified then 'unknown' else 'not_verified' end;
  elsif is_blocked then outcome := 'blocked';
  elsif not is_verified then outcome := 'not_verified';
  elsif not is_confirmed then outcome := 'not_confirmed';
  else
    insert into account (id, account_id, provider_id, user_id) values (new_id, by_subject, by_provider, person);
    perform audit(person, 'account.link', 'person', person::text, '{"byAddress": true}', null);
    outcome := 'in';
  end if;
end $$;
