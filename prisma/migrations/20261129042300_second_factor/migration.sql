-- What somebody proves besides their password: a code that their telephone shows.
create table second_factor (
  user_id      uuid primary key references "user" (id) on delete cascade,
  -- What the codes are made from, encrypted with a key from AUTH_SECRET.
  secret       text not null,
  created_at   timestamptz(3) not null default now(),
  -- Null until the first code was right: till then nobody is asked for one.
  confirmed_at timestamptz(3),
  -- Of the last code that was used, in steps of 30 s: it and those before it are worth nothing any more.
  last_step    bigint not null default 0,
  -- Hashes of the recovery codes that were not used yet.
  recovery     bytea[] not null default '{}'
);
-- Until when a sign-in waits for its second factor. Until it has come the session counts as over: whoever asks whether it holds,
-- also an instance that knows nothing of second factors, is told no.
alter table session add column second_factor_until timestamptz(3);
