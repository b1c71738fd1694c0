-- For the filters of the feed, apart from the migration before: meanwhile the feed can be read.

create index rejection_reason_code_seq_idx on rejection (reason_code, seq);
create index rejection_assignee_id_seq_idx on rejection (assignee_id, seq) where assignee_id is not null;
create index rejection_ticket_id_seq_idx on rejection (ticket_id text_pattern_ops, seq);
create index rejection_occurred_at_reason_code_idx on rejection (occurred_at, reason_code);
create index user_role_name_idx on "user" (role, name);

-- Where a walk through the feed ends that looks at most at this many rejections of a state, a reason or a person, from a
-- place downwards; null when there are fewer. A function, for its settings: made while there was little, a kept plan would
-- go on reading all of them and sorting it.
create function ticket_floor(of_state text, of_reason text, of_assignee uuid, below bigint, most int) returns bigint
language plpgsql stable
set enable_seqscan = off
set enable_bitmapscan = off
set enable_sort = off
set plan_cache_mode = force_generic_plan
as $$
begin
  if of_assignee is not null then
    return (select r.seq from rejection r where r.assignee_id = of_assignee and r.seq < below
            order by r.seq desc offset most - 1 limit 1);
  elsif of_reason is not null then
    return (select r.seq from rejection r where r.reason_code = of_reason and r.seq < below
            order by r.seq desc offset most - 1 limit 1);
  end if;
  return (select r.seq from rejection r where r.state = of_state and r.seq < below
          order by r.seq desc offset most - 1 limit 1);
end $$;

-- Rejections of tickets whose id begins like this; the ticket of just this id is first.
create function tickets_known_by(prefix text, most int) returns setof rejection
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
