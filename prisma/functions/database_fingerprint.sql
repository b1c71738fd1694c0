-- 1
-- Tells this database from a copy of it: cluster, timeline, database, table of messages. Null on a standby, which has no
-- timeline of its own yet. A copied data folder has the same one: nothing that PostgreSQL shows tells it apart.
create or replace function database_fingerprint() returns text language plpgsql volatile as $$
declare
  cluster text := '';
begin
  if pg_is_in_recovery() then
    return null;
  end if;
  begin
    select c.system_identifier::text into cluster from pg_control_system() c;
  exception when insufficient_privilege then
    -- Some hosts keep it to themselves: what is left still tells most copies apart.
    cluster := '';
  end;
  -- Not from pg_control_checkpoint(): after a promotion that is the old one until the next checkpoint.
  return concat_ws('/', cluster, left(pg_walfile_name(pg_current_wal_lsn()), 8),
    (select d.oid from pg_database d where d.datname = current_database()), 'message'::regclass::oid);
end $$;
