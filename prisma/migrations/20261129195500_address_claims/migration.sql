-- Addresses that somebody says are theirs: who wants an account for one, or their account to have it. What proves it is in the
-- letter to the address only.
create table address_claim (
  id         uuid primary key default uuidv7(),
  token_hash bytea not null unique,
  email      text not null,
  -- Whose account is to have it; null: whoever it is has none yet.
  user_id    uuid unique references "user" (id) on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);
create unique index address_claim_newcomer_idx on address_claim (email) where user_id is null;
create index on address_claim (expires_at);
