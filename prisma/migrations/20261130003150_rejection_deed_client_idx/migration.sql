-- without a transaction
create unique index concurrently if not exists rejection_deed_client_idx on rejection_deed (actor_id, client_id) where client_id is not null;
