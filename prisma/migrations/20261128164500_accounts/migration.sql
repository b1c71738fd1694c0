-- Who may have an account, how long sessions last, how fast passwords are guessed.

-- Invitations. The link holds the token; here is only its hash. A row goes when it is revoked or has ended unused.
create table invitation (
  id         uuid primary key default uuidv7(),
  token_hash bytea not null,
  created_by uuid not null references "user" (id) on delete cascade on update cascade,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,
  used_at    timestamptz(3)
);
create unique index invitation_token_hash_key on invitation (token_hash);
create index invitation_created_by_idx on invitation (created_by);

-- Makes an invitation, unless this person has so many open ones already: then no row comes back.
create function make_invitation(host uuid, hash bytea, days integer, most integer)
returns setof invitation language plpgsql as $$
begin
  perform 1 from "user" where id = host for no key update;
  delete from invitation where created_by = host and used_at is null and expires_at <= now();
  return query
    insert into invitation (token_hash, created_by, expires_at)
    select hash, host, now() + days * interval '1 day'
    where (select count(*) from invitation i where i.created_by = host and i.used_at is null) < most
    returning *;
end $$;

-- What let this account in: 'first' (the setup code), the id of an invitation, or null. Unique, so that each lets in one:
-- of two people who come with the same at the same moment, the second is refused by the insert itself.
alter table "user" add column admission text;
create unique index user_admission_key on "user" (admission);

create function account_admitted() returns trigger language plpgsql as $$
begin
  update invitation i set used_at = now()
  from "user" host
  where i.id = new.admission::uuid and i.used_at is null and i.expires_at > now()
    and host.id = i.created_by and host.banned is not true;
  if not found then raise exception 'the invitation was used, revoked or has ended'; end if;
  return new;
end $$;
create trigger account_admitted before insert on "user"
  for each row when (new.admission is not null and new.admission <> 'first') execute function account_admitted();

-- A role is given under a lock, so that two admins who take it from each other at once do not leave nobody.
-- outcome: changed, forbidden (the caller is no admin), not_found, last_admin
create function set_role(caller uuid, person uuid, wanted text) returns text language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7232022);
  if not exists (select 1 from "user" where id = caller and role = 'admin' and banned is not true) then
    return 'forbidden';
  end if;
  if not exists (select 1 from "user" where id = person) then return 'not_found'; end if;
  if wanted <> 'admin'
    and exists (select 1 from "user" where id = person and role = 'admin')
    and not exists (select 1 from "user" where role = 'admin' and banned is not true and id <> person) then
    return 'last_admin';
  end if;
  update "user" set role = wanted, updated_at = now() where id = person and role <> wanted;
  return 'changed';
end $$;

-- Whoever is banned is out, however the ban came about: sessions and API tokens end, and their triggers tell everybody.
create function person_banned() returns trigger language plpgsql as $$
begin
  delete from session where user_id = new.id;
  delete from apikey where reference_id = new.id::text;
  return null;
end $$;
create trigger person_banned after update of banned on "user"
  for each row when (new.banned and old.banned is not true) execute function person_banned();

-- At most so many API tokens of a person (`limits.apiTokens`), also when two are made at once.
create function api_token_limited() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7232023, hashtext(new.reference_id));
  if (select count(*) from apikey
      where reference_id = new.reference_id and (expires_at is null or expires_at > now())) >= 20 then
    raise exception 'too many API tokens';
  end if;
  return new;
end $$;
create trigger api_token_limited before insert on apikey
  for each row execute function api_token_limited();

-- Attempts at a secret: passwords, setup codes, invitations. Keys are hashes. Lost in a crash of PostgreSQL, which makes
-- nothing wrong, and so not written to its journal.
create unlogged table attempt (
  key          text primary key,
  failures     integer not null default 0,
  open_at      timestamptz(3) not null default '-infinity',
  forgotten_at timestamptz(3) not null
);
create index attempt_forgotten_at_idx on attempt (forgotten_at);

-- Asks whether one more attempt may be made, and counts it as failed in advance, so that a thousand at once are a thousand.
-- Each key has so many attempts free; then the wait doubles from `first` up to `longest` (ms). The first key belongs to
-- caller and account together; where the caller has got in before (`familiar`), it alone is asked: what strangers do
-- elsewhere must not keep anybody out. Locks are taken in the order of the keys.
-- wait: 0, or how many milliseconds; charged: the keys it was counted for
create function take_attempt(
  keys text[], allowances integer[], first integer[], longest integer[], familiar text, forget interval,
  out wait bigint, out charged text[]
) language plpgsql as $$
declare
  gates text[] := case when exists (select 1 from attempt where key = familiar and forgotten_at > now())
    then keys[1:1] else keys end;
begin
  -- What is closed makes no rows for what it was asked about.
  if not exists (select 1 from attempt where key = any (gates) and open_at > clock_timestamp()) then
    insert into attempt (key, forgotten_at)
      select k, now() + forget from unnest(gates) k order by k on conflict do nothing;
    perform 1 from attempt where key = any (gates) order by key for update;
  end if;
  select ceil(extract(epoch from max(open_at) - clock_timestamp()) * 1000) into wait
    from attempt where key = any (gates) and open_at > clock_timestamp();
  wait := coalesce(wait, 0);
  if wait > 0 then return; end if;
  charged := gates;
  update attempt a set
    failures = n.failures,
    forgotten_at = now() + forget,
    open_at = case when n.failures <= n.free then '-infinity'
      else clock_timestamp() + least(n.longest, n.first * 2 ^ least(n.failures - n.free - 1, 20)) * interval '1 millisecond' end
  from (
    select o.key, g.free, g.first, g.longest, case when o.forgotten_at > now() then o.failures else 0 end + 1 as failures
    from unnest(keys, allowances, first, longest) as g (key, free, first, longest) join attempt o on o.key = g.key
    where g.key = any (gates)
  ) n
  where a.key = n.key;
end $$;

-- Takes back what `take_attempt` counted for an attempt that turned out right: `pair`, if there is one, begins anew, the
-- others count one less. What it was not counted for stays closed.
create function attempt_succeeded(charged text[], pair text, familiar text, remember interval) returns void
language plpgsql as $$
begin
  perform 1 from attempt where key = any (charged) order by key for update;
  delete from attempt where key = pair;
  update attempt set failures = greatest(failures - 1, 0), open_at = '-infinity' where key = any (charged);
  if familiar is not null then
    insert into attempt (key, forgotten_at) values (familiar, now() + remember)
      on conflict (key) do update set forgotten_at = excluded.forgotten_at;
  end if;
end $$;

-- From now on nothing lets a session live longer than this, however much it is used.
update session set expires_at = least(expires_at, created_at + interval '180 days')
where expires_at > created_at + interval '180 days';
