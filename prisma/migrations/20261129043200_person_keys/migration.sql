-- What somebody can be found by: the beginnings of their name, in letters, pinyin and initials. Made by the server, which says in
-- keyed_name for which name they were made.
create table person_key (
  user_id uuid not null references "user" (id) on delete cascade,
  key     text collate "C" not null,
  primary key (user_id, key)
);
create index person_key_key_user_id_idx on person_key (key, user_id);
alter table "user" add column if not exists keyed_name text;
