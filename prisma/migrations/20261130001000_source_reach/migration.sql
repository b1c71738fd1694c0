-- How far the broker of a source is, as it said last: asked by whoever reads from it, every few seconds, and never in the transaction
-- of the events. What was read stands in consumer_offset; where there are no offsets, they are counted: what was read and what waits.
create table source_reach (
  source         text not null,
  consumer_group text not null,                  -- '' where there is none
  topic          text not null,                  -- with its id
  partition      int not null,
  turn           bigint not null default 1,      -- of the latest look: what an earlier one brings is dropped
  looked_at      timestamptz(3) not null,
  told_at        timestamptz(3),                 -- when it was asked what stands here
  first_offset   bigint not null default 0,      -- of the oldest event that it still has
  end_offset     bigint,                         -- behind its newest
  marks          jsonb not null default '[]',    -- where the end was, and when, as far as that is not read yet
  last_event_at  timestamptz(3),                 -- when the last event that was read had been sent
  primary key (source, consumer_group, topic, partition)
) with (fillfactor = 50);

-- When a source last brought an event; moved_at is also of offsets at which there was none.
alter table source_book add column event_at timestamptz(3);

-- How often an event is to be expected of a source, and since when it has been silent.
create table source_watch (
  source        text primary key,
  minutes       int not null,
  days          int[] not null,                  -- 1 is Monday
  from_time     text not null,                   -- 08:00
  to_time       text not null,                   -- not later than from_time: on the next day
  time_zone     text not null,
  silent_since  timestamptz(3),
  changed_at    timestamptz(3) not null default now(),
  changed_by_id uuid not null
);

-- How many events a source had brought by then: from one to the next tells its rhythm.
create table source_pulse (
  source text not null,
  at     timestamptz(3) not null,
  read   bigint not null,
  primary key (source, at)
);

-- The topics that were read, by their ids: made anew, one has another.
create table source_topic (
  source         text not null,
  consumer_group text not null,
  topic          text not null,
  topic_id       text not null,
  partitions     int not null,
  seen_at        timestamptz(3) not null default now(),
  primary key (source, consumer_group, topic, topic_id)
);
