-- Ended API tokens are removed now and then; without this that reads all of them.
create index apikey_expires_at_idx on apikey (expires_at);
