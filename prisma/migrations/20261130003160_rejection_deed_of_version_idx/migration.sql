-- without a transaction
create index concurrently if not exists rejection_deed_of_version_idx on rejection_deed (rejection_id, of_version, version) where of_version is not null;
