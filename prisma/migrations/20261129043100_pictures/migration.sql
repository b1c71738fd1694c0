-- Drawn by this server; called by a hash of what they hold, so that the same picture is kept once.
create table picture (
  id         text primary key,
  small      bytea not null,
  large      bytea not null,
  created_at timestamptz(3) not null default now()
);
-- It is WebP: PostgreSQL would only try in vain to make it smaller.
alter table picture alter column small set storage external, alter column large set storage external;
create index picture_created_at_idx on picture (created_at);
