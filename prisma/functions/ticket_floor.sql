-- 1
-- As before, but both columns are compared together, in bounds and order: only the index of both answers that. By "= and
-- seq <" the plan for a state that hardly any has would walk along all, because most have another one.
create or replace function ticket_floor(of_state text, of_reason text, of_assignee uuid, below bigint, most int) returns bigint
language plpgsql stable
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set plan_cache_mode = force_generic_plan
as $$
begin
  if of_assignee is not null then
    return (select r.seq from rejection r
            where r.assignee_id is not null and (r.assignee_id, r.seq) < (of_assignee, below) and (r.assignee_id, r.seq) >= (of_assignee, 0)
            order by r.assignee_id desc, r.seq desc offset most - 1 limit 1);
  elsif of_reason is not null then
    return (select r.seq from rejection r
            where (r.reason_code, r.seq) < (of_reason, below) and (r.reason_code, r.seq) >= (of_reason, 0)
            order by r.reason_code desc, r.seq desc offset most - 1 limit 1);
  end if;
  return (select r.seq from rejection r
          where (r.state, r.seq) < (of_state, below) and (r.state, r.seq) >= (of_state, 0)
          order by r.state desc, r.seq desc offset most - 1 limit 1);
end $$;
