-- 1
-- Discards dead letters, or puts discarded ones back, as part of a run: it goes from seen to reached. Answers how many were changed, or
-- nothing where the run stands elsewhere by now.
create or replace function settle_dead_letters(ids uuid[], of_run uuid, seen uuid, reached uuid) returns int
language plpgsql volatile as $$
declare
  run dead_letter_run;
  changed int;
begin
  select r.* into run from dead_letter_run r
  where r.id = of_run and r.reached_id is not distinct from seen and r.ended_at is null for update;
  if run.id is null then return null; end if;
  with locked as materialized (
    select d.id from dead_letter d
    where d.id = any (ids) and d.state = case run.deed when 'discard' then 'standing' else 'discarded' end
    order by d.id for update
  )
  update dead_letter d
  set state = case run.deed when 'discard' then 'discarded' else 'standing' end,
      settled_at = case run.deed when 'discard' then clock_timestamp() end,
      settled_by_id = case run.deed when 'discard' then run.begun_by_id end,
      reason = case run.deed when 'discard' then run.reason end
  from locked l where d.id = l.id;
  get diagnostics changed = row_count;
  update dead_letter_run r set reached_id = reached, passed = r.passed + changed where r.id = of_run;
  return changed;
end $$;
