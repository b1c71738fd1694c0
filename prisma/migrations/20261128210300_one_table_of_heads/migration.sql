-- generation 2
-- One table of heads for all kinds of log, and what a message is besides its text. Instances of the version before know
-- neither: they are stopped before this runs (server/engine/store/generation.ts), and cannot be used afterwards.

-- The row of a log is the lock of whoever writes to it; it moves with every send, so no index may hold what moves.
create table log (
  id           uuid primary key,
  kind         text not null,
  last_seq     bigint not null default 0,
  last_version bigint not null default 0,
  closed       bigint not null default 0,       -- of a feed: how many entries are not open
  sealed       boolean not null default false   -- takes no entries, because its conversation is archived
) with (fillfactor = 50);

insert into log (id, kind, last_seq, last_version, sealed)
select id, 'conversation', last_seq, last_version, archived_at is not null from conversation;
insert into log (id, kind, last_seq, last_version, closed)
select '00000000-0000-0000-0000-00000000feed', 'feed', last_seq, last_version, closed from feed where name = 'tickets';

alter table conversation drop column last_seq, drop column last_version;
alter table conversation reset (fillfactor);
drop table feed;

alter table message
  add column content   jsonb,   -- attachments and the like; null for what is only text
  add column thread_id uuid;    -- the message that a thread hangs on

-- Replaced when the database turns out to be another one than it was: see docs/decisions.
alter table installation add column epoch uuid not null default gen_random_uuid();

-- Which text of the functions in prisma/functions the database has.
create table sql_function (
  name   text primary key,
  number integer not null
);

drop function append_new_messages(uuid[], int[], int[], int[], uuid[], uuid[], uuid[], text[], uuid[]);
drop function append_messages(uuid[], uuid[], uuid[], text[], uuid[]);
drop function change_message(uuid, uuid, text, text, text, boolean);
drop function ingest_tickets(text, jsonb, jsonb, text, text, int, bigint, bigint);
drop function change_rejection(uuid, uuid, text, uuid, uuid, bigint);
