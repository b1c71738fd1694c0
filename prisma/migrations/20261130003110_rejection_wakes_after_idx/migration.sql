-- without a transaction
create index concurrently if not exists rejection_wakes_after_idx on rejection (ticket_id) where wakes_after is not null;
