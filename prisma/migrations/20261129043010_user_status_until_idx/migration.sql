-- without a transaction
create index concurrently if not exists user_status_until_idx on "user" (status_until) where status_until is not null;
