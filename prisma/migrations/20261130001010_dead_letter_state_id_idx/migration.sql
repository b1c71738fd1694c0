-- without a transaction
create index concurrently if not exists dead_letter_state_id_idx on dead_letter (state, id);
