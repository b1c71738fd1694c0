-- without a transaction
-- Admins walk all rooms by name, in the order of code points.
create index concurrently if not exists conversation_room_name_idx on conversation (lower(name) collate "C", id) where kind = 'room';
