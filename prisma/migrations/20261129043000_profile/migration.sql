alter table "user"
  add column if not exists title        text,
  add column if not exists status_emoji text,
  add column if not exists status_text  text,
  add column if not exists status_until timestamptz(3),
  add column if not exists time_zone    text,
  add column if not exists last_seen_at timestamptz(3),
  add column if not exists kind         text not null default 'person';
