-- 1
-- Rejections of tickets whose id begins like this; the ticket of just this id is first.
create or replace function tickets_known_by(prefix text, most int) returns setof rejection
language plpgsql stable
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set plan_cache_mode = force_generic_plan
as $$
begin
  -- The operators of the index, which compare bytes: with the largest character behind it a prefix is a span.
  return query
  select r.* from rejection r where r.ticket_id ~>=~ prefix and r.ticket_id ~<=~ (prefix || chr(1114111))
  order by r.ticket_id using ~<~ limit most;
end $$;
