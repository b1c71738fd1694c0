-- Links that prove something once: that a new password may be chosen, that an address is somebody's. The token is in the link only.
create table one_time_link (
  token_hash bytea primary key,
  -- reset, or confirmation
  purpose    text not null,
  user_id    uuid not null references "user" (id) on delete cascade,
  -- To whom it was made out: it is worth nothing once the account has another one.
  email      text not null,
  -- The admin who made it by hand; null where it went to the address, and so proves that it is theirs.
  made_by    uuid references "user" (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);
create index on one_time_link (user_id, purpose);
create index on one_time_link (made_by);
create index on one_time_link (expires_at);
