-- 1
-- Called on every new connection, before anything else: is this the database that the cursors of clients belong to? returned:
--   same     yes, or a standby, where nothing can be said and nothing written
--   first    nobody had looked before
--   other    it is a copy: put back, promoted, renamed; the epoch is another one now
--   cluster  and its transactions have other numbers: followers wait until the rows have new ones, or go on from the present
-- One instance does it; the others wait for the row, and find it done. No statement of theirs has been here before that.
create or replace function recognise_database() returns text language plpgsql volatile as $$
declare
  present text := database_fingerprint();
  known   text;
begin
  select i.fingerprint into known from installation i;
  if present is null or known = present then
    return 'same';
  end if;
  select i.fingerprint into known from installation i for update;
  if known = present then
    return 'same';
  end if;
  update installation set fingerprint = present;
  if known is null then
    return 'first';
  end if;
  perform renew_epoch('database', null);
  if split_part(known, '/', 1) = split_part(present, '/', 1) then
    return 'other';
  end if;
  update follower
  set xid = case when from_everything then '18446744073709551615'::xid8 else pg_snapshot_xmin(pg_current_snapshot()) end,
      after = null, moved_at = now();
  update installation set renumbering = true;
  -- Those that come up first, while nobody writes yet.
  perform renumber_rows(5000);
  return 'cluster';
end $$;
