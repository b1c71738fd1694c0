-- without a transaction
create index concurrently if not exists user_unkeyed_idx on "user" (id) where keyed_name is distinct from name;
