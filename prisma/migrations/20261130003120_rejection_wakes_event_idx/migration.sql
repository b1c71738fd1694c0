-- without a transaction
create index concurrently if not exists rejection_wakes_event_idx on rejection (event_id) where wakes_after is not null;
