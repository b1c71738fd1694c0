-- What the two controls write to: the truth that they are judged by.
create table conversation (id uuid primary key, last_seq bigint not null default 0);
create table message (
  conversation_id uuid not null references conversation (id),
  seq bigint not null,
  author_id uuid not null,
  client_id uuid not null,
  body text not null
);
