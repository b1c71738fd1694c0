-- What became of an event that could not be read. Instances of the version before go on adding letters: what they do not say
-- has a default, and what is wrong is sorted by a trigger; letters from before by a job.
alter table dead_letter add column kind text not null default '';
alter table dead_letter add column state text not null default 'standing';  -- standing, mended, discarded
alter table dead_letter add column headers jsonb;                           -- what travelled beside the payload
alter table dead_letter add column key text;
alter table dead_letter add column mended bytea;                            -- what somebody wrote in its place
alter table dead_letter add column event_id text;                           -- of the ticket it became, with its source
alter table dead_letter add column outcome text;
alter table dead_letter add column settled_at timestamptz(3);
alter table dead_letter add column settled_by_id uuid;
alter table dead_letter add column reason text;

-- Something that is done with many letters: it goes on where it was, on any worker.
create table dead_letter_run (
  id          uuid primary key default uuidv7(),
  deed        text not null,                     -- retry, discard, restore
  selection   jsonb not null,
  until_id    uuid not null,                     -- the last letter that there was
  reached_id  uuid,
  total       int not null,
  passed      int not null default 0,
  failed      int not null default 0,
  reason      text,
  begun_by_id uuid not null,
  created_at  timestamptz(3) not null default now(),
  ended_at    timestamptz(3),
  cancelled   boolean not null default false
);

-- What each source brought, in sums that only grow; written in the transaction of the events.
create table source_book (
  source         text not null,
  consumer_group text not null,                  -- '' where there is none
  topic          text not null,                  -- with its id
  partition      int not null,
  passed         bigint not null default 0,      -- offsets, or what was read where there are none
  read           bigint not null default 0,
  created        bigint not null default 0,
  repeated       bigint not null default 0,
  conflicting    bigint not null default 0,
  dead           bigint not null default 0,
  mended         bigint not null default 0,
  begun_at       timestamptz(3) not null default now(),
  moved_at       timestamptz(3),
  primary key (source, consumer_group, topic, partition)
) with (fillfactor = 50);
