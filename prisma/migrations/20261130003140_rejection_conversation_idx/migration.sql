-- without a transaction
create index concurrently if not exists rejection_conversation_idx on rejection (conversation_id) where conversation_id is not null;
