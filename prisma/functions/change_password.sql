-- 1
-- A new password ends all other sessions, and the API tokens if one asks. outcome: changed, ended (the session did meanwhile)
create or replace function change_password(person uuid, own_session uuid, hash text, end_tokens boolean) returns text
language plpgsql volatile as $$
begin
  -- Of two that are changed at once, the one that comes second has had its session ended.
  perform 1 from "user" u where u.id = person for no key update;
  perform 1 from session s where s.id = own_session and s.user_id = person for update;
  if not found then return 'ended'; end if;
  update account a set password = hash, updated_at = now() where a.user_id = person and a.provider_id = 'credential';
  delete from session s where s.user_id = person and s.id <> own_session;
  if end_tokens then delete from apikey k where k.reference_id = person::text; end if;
  perform audit(person, 'account.password', 'person', person::text, jsonb_build_object('tokensEnded', end_tokens), null);
  return 'changed';
end $$;
