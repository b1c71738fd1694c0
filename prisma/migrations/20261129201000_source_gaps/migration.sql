-- Offsets that a broker no longer had when they were to be read, or had no more of although they were read.
create table source_gap (
  id             uuid primary key default uuidv7(),
  source         text not null,
  consumer_group text not null,
  topic          text not null,
  partition      int not null,
  kind           text not null,                  -- gone, lost
  from_offset    bigint not null,                -- inclusive
  next_offset    bigint not null,                -- exclusive
  at             timestamptz(3) not null default now()
);
