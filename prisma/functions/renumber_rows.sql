-- 1
-- After a move into another cluster: rows carry numbers of transactions that are yet to come here, and would be taken for
-- changes when their number comes up. Gives some of them, those that would come first, the lowest number there is. When none
-- is left, the followers that begin with everything begin. Every column "xid" of every table; returned: how many rows.
create or replace function renumber_rows(most integer) returns integer language plpgsql volatile as $$
declare
  place   text;
  changed integer;
  total   integer := 0;
  is_left boolean;
begin
  for place in
    select format('%I.%I', n.nspname, t.relname) from pg_attribute a
    join pg_class t on t.oid = a.attrelid and t.relkind = 'r' and t.relname <> 'follower'
    join pg_namespace n on n.oid = t.relnamespace and n.nspname = current_schema()
    where a.attname = 'xid' and a.atttypid = 'xid8'::regtype and not a.attisdropped
    order by 1
  loop
    execute format(
      'update %1$s set xid = ''3'' where ctid = any (array(
         select ctid from %1$s where xid >= pg_snapshot_xmax(pg_current_snapshot()) order by xid limit $1 for update skip locked))',
      place) using most;
    get diagnostics changed = row_count;
    execute format('select exists (select from %s where xid >= pg_snapshot_xmax(pg_current_snapshot()))', place) into is_left;
    total := total + greatest(changed, is_left::integer);
  end loop;
  if total = 0 then
    update follower set xid = '0', after = null, moved_at = now() where xid = '18446744073709551615'::xid8;
    update installation set renumbering = false where renumbering;
  end if;
  return total;
end $$;
