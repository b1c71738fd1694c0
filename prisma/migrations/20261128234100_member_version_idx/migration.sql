-- without a transaction
-- Of marked rooms only: a statement that looks for one member must not take it for the shorter way.
create index concurrently member_user_id_version_idx on member (user_id, version) where version > 0;
