-- What is one person's own and the same on all their devices: a log for each, whose head is in log like all others.

-- Entries that no other table has. The last write of a key wins, unless it names the version that it saw.
create table personal_entry (
  log     uuid not null,                       -- the person's id
  key     text collate "C" not null,           -- its kind, a colon, and which one of that kind
  version bigint not null,
  content jsonb not null,                      -- empty once it is deleted
  deleted boolean not null default false,
  xid     xid8 not null default pg_current_xact_id(),
  constraint personal_entry_pkey primary key (log, key)
) with (fillfactor = 80);
create index personal_entry_log_version_idx on personal_entry (log, version);
create index personal_entry_xid_idx on personal_entry (xid);

-- A read mark is an entry of its person's log, too, and stays where what is unread is counted (docs/decisions).
-- Its version there and the transaction of that change; 0 while nobody has marked anything.
alter table member
  add column version bigint not null default 0,
  add column xid     xid8 not null default '0';
