-- 1
-- One deed with a rejection: by somebody or, where actor is null, by Switchboard itself. seen_version, when given, is the version the
-- actor saw; a deed after it is a conflict, unless what the actor wants is already so by their own doing: a repeat is answered
-- like the first time. Notes, and what only tells of another ticket, are no reason for a conflict.
-- wish: { kind, assigneeId?, conversationId?, state?, until?, times?, originalId?, outcome?, text? }. Kind due: it comes back by
-- itself, where its time has come.
-- outcome: changed, unchanged, not_found, conflict, invalid with a fault; and touched, for another rejection that has to tell of it.
-- deed: the one that was done, or the latest one, which with a conflict is what won.
create or replace function work_rejection(actor uuid, target uuid, wish jsonb, seen_version bigint)
returns table (outcome text, fault text, rejection rejection, deed rejection_deed)
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  feed constant uuid := feed_log();
  wanted text := wish ->> 'kind';
  -- What is told of it in the timeline.
  told jsonb := jsonb_strip_nulls(wish - '{kind,assigneeId,state,originalId}'::text[]);
  now_ rejection;
  latest rejection_deed;
  original rejection;
  head bigint;
  done boolean;
begin
  perform 1 from log f where f.id = feed for no key update;
  select r.* into now_ from rejection r where r.id = target;
  if now_.id is null then return query select 'not_found', null, null::rejection, null::rejection_deed; return; end if;
  select d.* into latest from rejection_deed d
  where d.rejection_id = target and d.kind not in ('note', 'note-edit', 'note-delete', 'duplicated', 'separated')
  order by d.version desc limit 1;

  if wanted = 'duplicate' then
    -- Where the chain begins: whoever looks for the original gets there at once, and no circle can close.
    select r.* into original from rejection r where r.id = (wish ->> 'originalId')::uuid;
    for n in 1 .. 100 loop
      exit when original.duplicate_of_id is null;
      select r.* into original from rejection r where r.id = original.duplicate_of_id;
    end loop;
    told := jsonb_build_object('otherId', original.id);
  elsif wanted = 'due' then
    wanted := case when now_.state = 'acknowledged' then 'expire' else 'wake' end;
    told := case wanted when 'expire' then jsonb_build_object('holderId', now_.acknowledged_by_id)
      else jsonb_build_object('until', latest.detail -> 'until') end;
  end if;

  done := case wanted
    when 'acknowledge' then now_.state in ('acknowledged', 'resolved') and now_.acknowledged_by_id is not distinct from actor
    when 'resolve' then now_.state = 'resolved' and now_.resolved_by_id is not distinct from actor and now_.duplicate_of_id is null
      and (wish ->> 'outcome' is null or now_.resolution is not distinct from wish ->> 'outcome')
      and (wish ->> 'text' is null or now_.resolution_text is not distinct from wish ->> 'text')
    when 'duplicate' then now_.state = 'resolved' and now_.duplicate_of_id = original.id
    when 'snooze' then now_.state = 'snoozed' and latest.kind = 'snooze' and latest.actor_id = actor and latest.detail = told
    when 'assign' then now_.assignee_id is not distinct from (wish ->> 'assigneeId')::uuid
    when 'discuss' then now_.conversation_id is not null
    when 'reopen' then now_.state = wish ->> 'state'
    else now_.wakes_at is null or now_.wakes_at > clock_timestamp() or now_.state not in ('snoozed', 'acknowledged')
  end;
  if done then return query select 'unchanged', null, now_, latest; return; end if;
  if latest.version > seen_version
     or (wanted = 'acknowledge' and now_.state not in ('open', 'snoozed'))
     or (wanted = 'resolve' and now_.state = 'resolved'
         and (now_.duplicate_of_id is not null or now_.resolved_by_id is distinct from actor))
     or (wanted = 'duplicate' and now_.duplicate_of_id is not null)
     -- Who says what they saw may mean it of a resolved one, as to take a resolution back.
     or (wanted in ('duplicate', 'snooze') and now_.state = 'resolved' and seen_version is null) then
    return query select 'conflict', null, now_, latest; return;
  end if;
  fault := case
    when wanted = 'reopen' and wish ->> 'state' = 'acknowledged' and now_.acknowledged_by_id is null
      then 'as: nobody has acknowledged it'
    when wanted = 'snooze' and (wish ->> 'until')::timestamptz <= clock_timestamp() then 'until: is past'
    when wanted = 'duplicate' and original.id is null then 'originalId: not found'
    when wanted = 'duplicate' and original.id = target then 'originalId: is this one, or a duplicate of it'
  end;
  if fault is not null then return query select 'invalid', fault, now_, latest; return; end if;

  if wanted in ('reopen', 'snooze') and now_.duplicate_of_id is not null then
    select r.* into original from rejection r where r.id = now_.duplicate_of_id;
  end if;
  if wanted not in ('assign', 'discuss') then
    now_.wakes_at := null;
    now_.wakes_after := null;
    now_.resolved_by_id := null;
    now_.resolved_at := null;
    now_.duplicate_of_id := null;
    now_.resolution := null;
    now_.resolution_text := null;
  end if;
  if wanted = 'acknowledge' then
    now_.state := 'acknowledged';
    now_.acknowledged_by_id := actor;
    now_.acknowledged_at := clock_timestamp();
  elsif wanted in ('resolve', 'duplicate') then
    now_.state := 'resolved';
    now_.resolved_by_id := actor;
    now_.resolved_at := clock_timestamp();
    now_.duplicate_of_id := original.id;
    now_.resolution := wish ->> 'outcome';
    now_.resolution_text := wish ->> 'text';
  elsif wanted = 'snooze' then
    now_.state := 'snoozed';
    now_.wakes_at := (wish ->> 'until')::timestamptz;
    now_.wakes_after := (wish ->> 'times')::integer;
  elsif wanted = 'assign' then
    now_.assignee_id := (wish ->> 'assigneeId')::uuid;
  elsif wanted = 'discuss' then
    now_.conversation_id := (wish ->> 'conversationId')::uuid;
  elsif wanted in ('reopen', 'wake', 'expire') then
    now_.state := coalesce(wish ->> 'state', 'open');
  else
    raise exception 'unknown deed: %', wanted;
  end if;
  if now_.state = 'open' then
    now_.acknowledged_by_id := null;
    now_.acknowledged_at := null;
  elsif now_.state = 'acknowledged' and wanted in ('acknowledge', 'reopen') then
    now_.wakes_at := (select clock_timestamp() + make_interval(hours => w.acknowledge_hours) from workspace w);
  end if;

  update log f set last_version = f.last_version + 1 where f.id = feed returning f.last_version into head;
  update rejection r set state = now_.state, assignee_id = now_.assignee_id, conversation_id = now_.conversation_id,
    acknowledged_by_id = now_.acknowledged_by_id, acknowledged_at = now_.acknowledged_at,
    resolved_by_id = now_.resolved_by_id, resolved_at = now_.resolved_at, wakes_at = now_.wakes_at,
    wakes_after = now_.wakes_after, duplicate_of_id = now_.duplicate_of_id, resolution = now_.resolution,
    resolution_text = now_.resolution_text, version = head, xid = pg_current_xact_id()
  where r.id = target
  returning r.* into now_;
  insert into rejection_deed as d (rejection_id, version, kind, actor_id, state, assignee_id, detail)
  values (target, head, wanted, coalesce(actor, nobody), now_.state, now_.assignee_id, nullif(told, '{}'))
  returning d.* into latest;
  return query select 'changed', null, now_, latest;

  -- The other one is told of it, too: they are linked both ways.
  if original.id is null then return; end if;
  update log f set last_version = f.last_version + 1 where f.id = feed returning f.last_version into head;
  update rejection r set version = head, xid = pg_current_xact_id() where r.id = original.id returning r.* into original;
  insert into rejection_deed as d (rejection_id, version, kind, actor_id, state, assignee_id, detail)
  values (original.id, head, case wanted when 'duplicate' then 'duplicated' else 'separated' end, coalesce(actor, nobody),
    original.state, original.assignee_id, jsonb_build_object('otherId', target))
  returning d.* into latest;
  return query select 'touched', null, original, latest;
end $$;
