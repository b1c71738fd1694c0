create table message (
  id uuid primary key, conversation_id uuid not null, author_id uuid not null, body text not null,
  created_at timestamptz(3) not null default current_timestamp
);
create index message_conversation_id_created_at_idx on message (conversation_id, created_at);

create table conversation (id uuid primary key, last_seq integer not null default 0);

create table ordered_message (
  id uuid primary key, conversation_id uuid not null, seq integer not null, author_id uuid not null, body text not null,
  created_at timestamptz(3) not null default current_timestamp
);
create unique index ordered_message_conversation_id_seq_key on ordered_message (conversation_id, seq);

create table rejection (
  id uuid primary key, event_id text not null, ticket_id text not null, title text not null, reason_code text not null,
  reason text not null, rejected_by text not null, priority text not null, occurred_at timestamptz(3) not null,
  received_at timestamptz(3) not null default current_timestamp
);
create unique index rejection_event_id_key on rejection (event_id);
create index rejection_occurred_at_idx on rejection (occurred_at);
