-- 2
-- Dead letters that can be read now become tickets, once each, whoever else does the same at the same time: a letter is locked, and
-- looked at again, in the transaction that makes its ticket. letters: id, and event (as in take_events), with text where somebody
-- wrote it anew, or error: why it still cannot be read. outcome: created, repeated, conflicting, dead_letter, or settled: it was
-- before. What is no part of a run is recorded here. A run goes from seen to reached; where it stands elsewhere by now there is one row, fenced, and nothing is done.
create or replace function mend_dead_letters(
  letters jsonb, most_conflicts int, doer uuid, doer_address text, of_run uuid, seen uuid, reached uuid
) returns table (letter_id uuid, outcome text, rejection rejection)
language plpgsql volatile
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  standing uuid[];
  of_source text;
begin
  -- Before the letters, as whoever takes events in does.
  perform 1 from log f where f.id = feed_log() for no key update;
  if of_run is not null then
    perform 1 from dead_letter_run r
    where r.id = of_run and r.reached_id is not distinct from seen and r.ended_at is null for update;
    if not found then return query select null::uuid, 'fenced', null::rejection; return; end if;
  end if;
  select coalesce(array_agg(d.id), '{}') into standing from (
    select d.id from dead_letter d
    where d.id = any (array(select (l->>'id')::uuid from jsonb_array_elements(letters) l)) and d.state = 'standing'
    order by d.id for update
  ) d;
  update dead_letter d set error = l.error
  from jsonb_to_recordset(letters) l (id uuid, error text)
  where d.id = l.id and d.id = any (standing) and l.error is not null and d.error <> l.error;

  for of_source in select distinct d.source from dead_letter d where d.id = any (standing) order by d.source loop
    return query
    with readable as materialized (
      select row_number() over (order by l.ordinality) as n, l.id, l.event, l.text
      from rows from (jsonb_to_recordset(letters) as (id uuid, event jsonb, text text)) with ordinality l
      join dead_letter d on d.id = l.id and d.source = of_source
      where l.event is not null and l.id = any (standing)
    ),
    taken as materialized (
      select t.* from take_events(
        of_source, coalesce((select jsonb_agg(r.event order by r.n) from readable r), '[]'), most_conflicts) t
    ),
    settled as (
      update dead_letter d
      set state = 'mended', outcome = t.outcome, event_id = r.event->>'eventId', settled_at = clock_timestamp(),
          settled_by_id = doer, mended = convert_to(r.text, 'UTF8')
      from readable r join taken t on t.ord = r.n
      where d.id = r.id
      returning d.id
    ),
    -- Apart from what was read: a letter was counted as dead when it came.
    booked as (
      insert into source_book as b (source, consumer_group, topic, partition, mended)
      select of_source, '', '', 0, (select count(*) from settled)
      on conflict (source, consumer_group, topic, partition) do update set mended = b.mended + excluded.mended
    )
    select r.id, t.outcome, t.rejection from readable r join taken t on t.ord = r.n;
  end loop;
  return query
  select l.id, case when l.id = any (standing) then 'dead_letter' else 'settled' end, null::rejection
  from jsonb_to_recordset(letters) l (id uuid, error text)
  where l.error is not null or not (l.id = any (standing));

  update dead_letter_run r
  set reached_id = reached, passed = r.passed + c.passed, failed = r.failed + c.failed
  from (
    select count(*) filter (where d.state = 'mended') as passed, count(*) filter (where d.state = 'standing') as failed
    from dead_letter d where d.id = any (standing)
  ) c
  where r.id = of_run;
  if of_run is null then
    perform audit(doer, 'dead-letter.mend', 'dead-letter', d.id::text, jsonb_build_object('outcome', d.outcome), doer_address)
    from dead_letter d where d.id = any (standing) and d.state = 'mended';
  end if;
end $$;
