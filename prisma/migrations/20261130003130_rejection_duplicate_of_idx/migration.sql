-- without a transaction
create index concurrently if not exists rejection_duplicate_of_idx on rejection (duplicate_of_id) where duplicate_of_id is not null;
