-- without a transaction
create unique index concurrently if not exists source_gap_missing_idx on source_gap (source, from_offset, next_offset) where kind = 'gone' and consumer_group = '';
