-- Files that admins and people have written of what there is. In the database, so that any instance can serve them.
create table export (
  id         uuid primary key,
  scope      text not null,                      -- everything, room, person
  subject_id uuid,                               -- the room, or the person
  asked_by   uuid not null,
  asked_at   timestamptz(3) not null default now(),
  state      text not null default 'waiting',    -- waiting, running, done, failed, cancelled
  place      jsonb,                              -- where the next part begins
  counts     jsonb not null default '{}',        -- how many lines there are of each type
  expected   bigint,                             -- about how many messages there will be
  bytes      bigint not null default 0,          -- of the text
  parts      int not null default 0,
  problem    text,
  ended_at   timestamptz(3),
  kept_until timestamptz(3)
) with (fillfactor = 50);
create index export_asked_by_asked_at_idx on export (asked_by, asked_at);
create index export_asked_at_idx on export (asked_at);

create table export_part (
  export_id uuid not null references export (id) on delete cascade,
  number    int not null,
  bytes     bytea not null,
  primary key (export_id, number)
);
-- It is compressed already.
alter table export_part alter column bytes set storage external;
