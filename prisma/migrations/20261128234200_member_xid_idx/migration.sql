-- without a transaction
create index concurrently member_xid_idx on member (xid);
