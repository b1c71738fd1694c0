-- 2
-- A new password by a link, which is then used up. All sessions end, and API tokens if one asks; what the triggers tell.
-- @returns whose it was, or null: used, over, of an account that is blocked or has another address by now
create or replace function use_reset_link(hash bytea, new_password text, account_id uuid, end_tokens boolean)
returns uuid language plpgsql as $$
declare
  link one_time_link;
begin
  delete from one_time_link l where l.token_hash = hash and l.purpose = 'reset' and l.expires_at > now() returning * into link;
  if not found then return null; end if;
  perform 1 from "user" u where u.id = link.user_id and u.email = link.email and u.banned is not true for no key update;
  if not found then return null; end if;
  update account a set password = new_password, updated_at = now()
  where a.user_id = link.user_id and a.provider_id = 'credential';
  if not found then
    insert into account (id, account_id, provider_id, user_id, password)
    values (use_reset_link.account_id, link.user_id::text, 'credential', link.user_id, new_password);
  end if;
  delete from session s where s.user_id = link.user_id;
  if end_tokens then delete from apikey k where k.reference_id = link.user_id::text; end if;
  -- Who got the letter owns the address. Where nobody had proved that, whoever made the account may have been somebody else, and
  -- keeps no way in.
  update "user" u set email_verified = true, updated_at = now()
  where u.id = link.user_id and link.made_by is null and not u.email_verified;
  if found then
    delete from apikey k where k.reference_id = link.user_id::text;
    delete from passkey p where p.user_id = link.user_id;
    delete from second_factor f where f.user_id = link.user_id;
    delete from account a where a.user_id = link.user_id and a.provider_id <> 'credential';
  end if;
  perform audit(null, 'account.reset', 'person', link.user_id::text,
    jsonb_build_object('tokensEnded', end_tokens, 'madeBy', link.made_by), null);
  return link.user_id;
end $$;
