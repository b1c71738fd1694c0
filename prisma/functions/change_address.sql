-- 1
-- Another address for somebody's account, by the claim that was proved. Links to a new password that went to the one before end.
-- outcome: changed, over (the claim), taken (by another account, meanwhile)
create or replace function change_address(person uuid, hash bytea) returns text language plpgsql as $$
declare
  claim address_claim;
begin
  delete from address_claim c where c.token_hash = hash and c.user_id = person and c.expires_at > now() returning * into claim;
  if not found then return 'over'; end if;
  update "user" u set email = claim.email, email_verified = true, updated_at = now() where u.id = person and u.banned is not true;
  if not found then return 'over'; end if;
  delete from one_time_link l where l.user_id = person and l.email <> claim.email;
  perform audit(person, 'account.address', 'person', person::text, null, null);
  return 'changed';
exception when unique_violation then return 'taken';
end $$;
