-- without a transaction
create index concurrently if not exists dead_letter_event_idx on dead_letter (source, event_id) where event_id is not null;
