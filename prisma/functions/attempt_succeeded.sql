-- 1
-- Takes back what `take_attempt` counted for an attempt that turned out right: `pair`, if there is one, begins anew, the
-- others count one less. What it was not counted for stays closed.
create or replace function attempt_succeeded(charged text[], pair text, familiar text, remember interval) returns void
language plpgsql as $$
begin
  perform 1 from attempt where key = any (charged) order by key for update;
  delete from attempt where key = pair;
  update attempt set failures = greatest(failures - 1, 0), open_at = '-infinity' where key = any (charged);
  if familiar is not null then
    insert into attempt (key, forgotten_at) values (familiar, now() + remember)
      on conflict (key) do update set forgotten_at = excluded.forgotten_at;
  end if;
end $$;
