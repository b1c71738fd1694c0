-- Who runs now. Not logged: after a crash of the database everybody says again within seconds that they are there.
create unlogged table instance (
  -- Of the process: made anew at each start.
  id         uuid primary key,
  name       text not null,
  started_at timestamptz(3) not null,
  beaten_at  timestamptz(3) not null default now(),
  state      jsonb not null
) with (fillfactor = 50);
