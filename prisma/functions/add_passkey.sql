-- 1
-- Keeps a key of somebody, unless they have so many already, or somebody has this one; two at once are counted one after the other.
create or replace function add_passkey(
  of_person uuid, called text, credential text, key bytea, used_count bigint, by_transports text[], most int
) returns uuid language plpgsql as $$
declare
  added uuid;
begin
  perform 1 from "user" where id = of_person and banned is not true for no key update;
  if not found or (select count(*) from passkey where user_id = of_person) >= most then return null; end if;
  insert into passkey (user_id, name, credential_id, public_key, counter, transports)
  values (of_person, called, credential, key, used_count, by_transports)
  on conflict (credential_id) do nothing returning id into added;
  if added is not null then perform audit(of_person, 'passkey.create', 'passkey', added::text, null, null); end if;
  return added;
end $$;
