-- 2
-- How many are closed: by triggers, so that no path can forget to. open_after is right in whatever
-- order a statement changes rows: the new ones of the same statement have the smaller versions and are in last_seq by then.
create or replace function close_rejection() returns trigger language plpgsql as $$
begin
  if (old.state = 'open') <> (new.state = 'open') then
    update log f set closed = f.closed + case when new.state = 'open' then -1 else 1 end where f.id = feed_log();
  end if;
  new.open_after := (select f.last_seq - f.closed from log f where f.id = feed_log());
  return new;
end $$;
create or replace trigger rejection_closed before update on rejection
  for each row when (old.version is distinct from new.version or old.state is distinct from new.state)
  execute function close_rejection();
