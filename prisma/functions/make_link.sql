-- 2
-- A link of this purpose, in the place of an earlier one to the same account.
-- @returns no row where there is no such account, or it is blocked, or a program's, which has no password
create or replace function make_link(wanted text, person uuid, hash bytea, by_admin uuid, minutes int)
returns table (email text, name text, expires_at timestamptz) language plpgsql as $$
begin
  -- Two at once: the later one counts.
  perform 1 from "user" u where u.id = person and u.banned is not true and u.kind <> 'bot' for no key update;
  if not found then return; end if;
  delete from one_time_link l where l.user_id = person and l.purpose = wanted;
  insert into one_time_link (token_hash, purpose, user_id, email, made_by, expires_at)
  select hash, wanted, u.id, u.email, by_admin, now() + minutes * interval '1 minute' from "user" u where u.id = person;
  if by_admin is not null then perform audit(by_admin, 'account.reset-link', 'person', person::text, null, null); end if;
  return query
    select l.email, u.name, l.expires_at::timestamptz from one_time_link l join "user" u on u.id = l.user_id
    where l.token_hash = hash;
end $$;
