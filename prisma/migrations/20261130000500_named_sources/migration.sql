-- Places that tickets come from, as admins named them. An ended one keeps its row: its key stands in tickets, letters and books, and is
-- never given again.
create table source (
  id            uuid primary key,
  key           text not null,
  name          text not null,
  kind          text not null,                   -- kafka, rabbitmq, redis-stream, http
  place         jsonb not null default '{}',
  occupied      text,                            -- what only one source can read; null where any number can
  secret        bytea,                           -- a password, or what requests are signed with; encrypted
  old_secret    bytea,                           -- of HTTP: the one before, valid for a while
  old_until     timestamptz(3),
  mapping       text,
  paused        boolean not null default false,
  version       int not null default 1,
  created_by_id uuid not null,
  created_at    timestamptz(3) not null default now(),
  changed_at    timestamptz(3) not null default now(),
  ended_at      timestamptz(3)
) with (fillfactor = 80);
create unique index source_key_key on source (key);
create unique index source_occupied_key on source (occupied) where ended_at is null;
