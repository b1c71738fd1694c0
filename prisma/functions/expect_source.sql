-- 1
-- Says how often an event is to be expected of a source; null: it may be silent. most: of how many sources something may be expected.
-- outcome: done, too_many
create or replace function expect_source(actor uuid, of_source text, expected jsonb, most int) returns text
language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(7232041);
  if expected is null then
    delete from source_watch w where w.source = of_source;
    if not found then return 'done'; end if;
  else
    if not exists (select from source_watch w where w.source = of_source) and (select count(*) from source_watch) >= most then
      return 'too_many';
    end if;
    insert into source_watch (source, minutes, days, from_time, to_time, time_zone, changed_by_id)
    values (of_source, (expected ->> 'minutes')::int,
            array(select distinct d::int from jsonb_array_elements_text(expected -> 'days') d order by d::int),
            expected ->> 'from', expected ->> 'to', expected ->> 'timeZone', actor)
    on conflict (source) do update
    set minutes = excluded.minutes, days = excluded.days, from_time = excluded.from_time, to_time = excluded.to_time,
        time_zone = excluded.time_zone, silent_since = null, changed_at = now(), changed_by_id = actor;
  end if;
  perform audit(actor, 'source.expect', 'source', of_source, jsonb_build_object('expected', expected), null);
  return 'done';
end $$;
