-- Messages of a deleted account that are being removed, in parts.
create table removal (
  user_id  uuid primary key,
  asked_by uuid not null,
  asked_at timestamptz(3) not null default now(),
  "after"  uuid not null default '00000000-0000-0000-0000-000000000000', -- the client id of the last message that was looked at
  removed  bigint not null default 0,
  ended_at timestamptz(3)
);
create index removal_asked_at_idx on removal (asked_at);
