-- What tells this database from a copy of it, as it was when somebody last looked: see prisma/functions/recognise_database.sql.
alter table installation add column fingerprint text;
-- Rows of another cluster, whose transactions had other numbers, are being given numbers that mean nothing here.
alter table installation add column renumbering boolean not null default false;

-- Each time the epoch was replaced, and why.
create table epoch_change (
  id      uuid primary key default uuidv7(),
  cause   text not null,
  user_id uuid,                                  -- whose client knew more than the database
  at      timestamptz(3) not null default now()
);
create index epoch_change_at_idx on epoch_change (at);
