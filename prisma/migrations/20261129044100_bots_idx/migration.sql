-- without a transaction
create index concurrently if not exists user_bot_idx on "user" (owner_id, id) where kind = 'bot';
