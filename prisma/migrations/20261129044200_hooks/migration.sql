-- A way for another program into a room, or out of a log. An outgoing one is a cursor: the log is its queue.
create table hook (
  id                uuid primary key,
  direction         text not null,               -- incoming, outgoing
  name              text not null,
  log_id            uuid not null,               -- of a conversation, or of the feed of rejected tickets
  conversation_id   uuid references conversation (id) on delete cascade,
  ticket_source     text,                        -- of outgoing ones for tickets; null: all
  keeper_id         uuid not null,               -- who answers for it: made it, or switched it on again
  created_at        timestamptz(3) not null default now(),
  -- incoming
  secret_hash       bytea,                       -- of what ends its address
  bot_id            uuid,                        -- posts in this name
  mentions          boolean not null default false,
  last_used_at      timestamptz(3),
  -- outgoing
  url               text,
  secret            bytea,                       -- signs what is sent; encrypted
  delivered_version bigint not null default 0,
  attempts          int not null default 0,      -- of the entry that comes next
  failing_since     timestamptz(3),
  next_attempt_at   timestamptz(3),
  busy_until        timestamptz(3),              -- somebody delivers until then
  off_at            timestamptz(3),
  off_reason        text,                        -- asked, failing, keeper_gone
  error             text
) with (fillfactor = 80);
create unique index hook_secret_hash_key on hook (secret_hash);
create unique index hook_bot_id_key on hook (bot_id);
create index hook_log_id_idx on hook (log_id);
create index hook_conversation_id_idx on hook (conversation_id);
create index hook_keeper_id_id_idx on hook (keeper_id, id);

-- What was sent, once for each state of an entry; the newest of each hook are kept.
create table hook_delivery (
  id           uuid primary key default uuidv7(),
  hook_id      uuid not null references hook (id) on delete cascade,
  entry_id     uuid not null,
  version      bigint not null,
  body         text not null,
  created_at   timestamptz(3) not null default now(),
  tried_at     timestamptz(3) not null default now(),
  attempts     int not null default 1,
  delivered    boolean not null,
  status       int,
  error        text,
  milliseconds int not null
);
create unique index hook_delivery_hook_id_entry_id_version_key on hook_delivery (hook_id, entry_id, version);
create index hook_delivery_hook_id_id_idx on hook_delivery (hook_id, id);
