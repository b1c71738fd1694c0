-- without a transaction
create index concurrently if not exists rejection_wakes_at_idx on rejection (wakes_at) where wakes_at is not null;
