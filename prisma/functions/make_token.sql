-- 1
-- A token of the actor's own, or of a bot that they look after. outcome: done, not_found, too_many.
create or replace function make_token(
  actor uuid, keeper uuid, token uuid, token_hash text, token_name text, beginning text, words text, days int, most int
) returns text language plpgsql volatile as $$
begin
  if keeper <> actor and not governs_bot(actor, keeper) then return 'not_found'; end if;
  -- The lock of the trigger api_token_limited, which has the last word.
  perform pg_advisory_xact_lock(7232023, hashtext(keeper::text));
  if (select count(*) >= most from apikey k
      where k.reference_id = keeper::text and (k.expires_at is null or k.expires_at > now())) then
    return 'too_many';
  end if;
  insert into apikey (id, key, name, start, prefix, reference_id, scopes, rate_limit_enabled, expires_at)
  values (token, token_hash, token_name, beginning, 'swb_', keeper::text, words, false, now() + days * interval '1 day');
  perform audit(actor, 'token.create', 'token', token::text,
    jsonb_build_object('name', token_name, 'days', days, 'scopes', words, 'of', keeper), null);
  return 'done';
end $$;
