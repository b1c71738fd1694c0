-- 1
-- At most so many API tokens of a person (`limits.apiTokens`), also when two are made at once.
create or replace function api_token_limited() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7232023, hashtext(new.reference_id));
  if (select count(*) from apikey
      where reference_id = new.reference_id and (expires_at is null or expires_at > now())) >= 20 then
    raise exception 'too many API tokens';
  end if;
  return new;
end $$;
create or replace trigger api_token_limited before insert on apikey
  for each row execute function api_token_limited();
