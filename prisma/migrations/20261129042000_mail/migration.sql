-- Letters by mail. What is in one (a link that opens an account) goes when it was sent, or is worth nothing any more.
create table mail (
  id          uuid primary key default uuidv7(),
  recipient   text not null,
  -- Who caused it; null where that was nobody who is signed in.
  sender_id   uuid references "user" (id) on delete set null,
  language    text not null,
  template    text not null,
  content     jsonb,
  created_at  timestamptz(3) not null default now(),
  -- From then on nobody wants it.
  worthless_at timestamptz(3) not null,
  sent_at     timestamptz(3),
  attempts    int not null default 0,
  tried_at    timestamptz(3),
  -- Why the last attempt failed.
  problem     text
);
create index on mail (recipient, created_at);
create index on mail (sender_id, created_at);
create index on mail (created_at);
create index on mail (worthless_at) where content is not null;
