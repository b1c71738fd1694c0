-- A bot is an account without a password. Whoever deletes an account leaves its bots to the workspace: no foreign key.
alter table "user"
  add column if not exists kind text not null default 'person',
  add column owner_id uuid;

-- Words with blanks between; null, as the version before writes it: good for everything.
alter table apikey add column scopes text;
