-- 1
-- One deed. seen_version, when given, is the version the actor saw; a later one is a conflict, unless what the actor
-- wants is already so by their own doing: a repeat is answered like the first time.
-- outcome: changed, unchanged, not_found, conflict, invalid. deed: the latest one, which with a conflict is what won.
create or replace function act_on_rejection(
  actor uuid, target uuid, wanted text, new_assignee uuid, new_conversation uuid, new_state text, seen_version bigint
) returns table (outcome text, before bigint, rejection rejection, deed rejection_deed)
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  head bigint;
  now_ rejection;
  latest rejection_deed;
  done boolean;
begin
  perform 1 from log f where f.id = '00000000-0000-0000-0000-00000000feed' for no key update;
  select r.* into now_ from rejection r where r.id = target;
  if now_.id is null then return query select 'not_found', null::bigint, null::rejection, null::rejection_deed; return; end if;
  select d.* into latest from rejection_deed d where d.rejection_id = target order by d.version desc limit 1;

  done := case wanted
    when 'acknowledge' then now_.state <> 'open' and now_.acknowledged_by_id is not distinct from actor
    when 'resolve' then now_.state = 'resolved' and now_.resolved_by_id is not distinct from actor
    when 'assign' then now_.assignee_id is not distinct from new_assignee
    when 'discuss' then now_.conversation_id is not null
    when 'reopen' then now_.state = new_state
  end;
  if done then return query select 'unchanged', null::bigint, now_, latest; return; end if;
  if now_.version > seen_version or (wanted = 'acknowledge' and now_.state <> 'open')
     or (wanted = 'resolve' and now_.state = 'resolved') then
    return query select 'conflict', null::bigint, now_, latest; return;
  end if;
  if wanted = 'reopen' and new_state = 'acknowledged' and now_.acknowledged_by_id is null then
    return query select 'invalid', null::bigint, now_, latest; return;
  end if;

  if wanted = 'acknowledge' then
    now_.state := 'acknowledged';
    now_.acknowledged_by_id := actor;
    now_.acknowledged_at := clock_timestamp();
  elsif wanted = 'resolve' then
    now_.state := 'resolved';
    now_.resolved_by_id := actor;
    now_.resolved_at := clock_timestamp();
  elsif wanted = 'assign' then
    now_.assignee_id := new_assignee;
  elsif wanted = 'discuss' then
    now_.conversation_id := new_conversation;
  elsif wanted = 'reopen' then
    now_.state := new_state;
    now_.resolved_by_id := null;
    now_.resolved_at := null;
    if new_state = 'open' then
      now_.acknowledged_by_id := null;
      now_.acknowledged_at := null;
    end if;
  else
    raise exception 'unknown deed: %', wanted;
  end if;

  update log f set last_version = f.last_version + 1 where f.id = '00000000-0000-0000-0000-00000000feed' returning f.last_version into head;
  update rejection r set state = now_.state, assignee_id = now_.assignee_id, conversation_id = now_.conversation_id,
    acknowledged_by_id = now_.acknowledged_by_id, acknowledged_at = now_.acknowledged_at,
    resolved_by_id = now_.resolved_by_id, resolved_at = now_.resolved_at, version = head, xid = pg_current_xact_id()
  where r.id = target
  returning r.* into now_;
  insert into rejection_deed as d (rejection_id, version, kind, actor_id, state, assignee_id)
  values (target, head, wanted, actor, now_.state, now_.assignee_id)
  returning d.* into latest;
  return query select 'changed', head - 1, now_, latest;
end $$;
