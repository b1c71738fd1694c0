-- Keys that people's devices keep: what one has, and the finger, face or PIN that opens it.
create table passkey (
  id            uuid primary key default uuidv7(),
  user_id       uuid not null references "user" (id) on delete cascade,
  name          text not null,
  credential_id text not null unique,
  public_key    bytea not null,
  -- How often it was used, as the device counts; many always say 0.
  counter       bigint not null,
  transports    text[] not null default '{}',
  created_at    timestamptz(3) not null default now(),
  used_at       timestamptz(3)
);
create index on passkey (user_id);

-- What a device was asked to sign; each is answered once.
create table passkey_challenge (
  hash       bytea primary key,
  -- For whom a key is to be made, or who is to prove again that it is them; null for somebody who signs in.
  user_id    uuid references "user" (id) on delete cascade,
  expires_at timestamptz(3) not null
);
create index on passkey_challenge (user_id);
create index on passkey_challenge (expires_at);
