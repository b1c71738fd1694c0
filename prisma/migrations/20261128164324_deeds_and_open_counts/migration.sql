-- What somebody does with a rejection is a row of its own, only ever inserted, in the transaction that changes the
-- rejection. And how many are open is known without counting: every rejection comes open and takes the next seq, so the
-- open ones are last_seq less those that are closed, which only a change of a rejection moves.

-- Nobody ingests or acts until the count is right; whoever waits here is counted by the trigger afterwards.
lock table feed, rejection in access exclusive mode;

create table rejection_deed (
  rejection_id uuid not null,
  version      bigint not null,
  kind         text not null,
  actor_id     uuid not null,
  state        text not null,
  assignee_id  uuid,
  at           timestamptz(3) not null default clock_timestamp(),
  primary key (rejection_id, version)
);

alter table feed add column closed bigint not null default 0;
alter table rejection add column open_after bigint;
update feed set closed = last_seq - (select count(*) from rejection where state = 'open') where name = 'tickets';

-- Triggers, so that no path can forget to, and functions of the version before count, too. open_after is right in whatever
-- order a statement changes rows: the new ones of the same statement have the smaller versions and are in last_seq by then.
create function close_rejection() returns trigger language plpgsql as $$
begin
  if (old.state = 'open') <> (new.state = 'open') then
    update feed f set closed = f.closed + case when new.state = 'open' then -1 else 1 end where f.name = 'tickets';
  end if;
  new.open_after := (select f.last_seq - f.closed from feed f where f.name = 'tickets');
  return new;
end $$;
create trigger rejection_closed before update on rejection
  for each row when (old.version is distinct from new.version or old.state is distinct from new.state)
  execute function close_rejection();

create function remove_rejections() returns trigger language plpgsql as $$
begin
  update feed f set closed = f.closed + o.count
  from (select count(*) from removed r where r.state = 'open') o where f.name = 'tickets' and o.count > 0;
  return null;
end $$;
create trigger rejection_removed after delete on rejection referencing old table as removed
  for each statement execute function remove_rejections();

-- One deed. seen_version, when given, is the version the actor saw; a later one is a conflict, unless what the actor
-- wants is already so by their own doing: a repeat is answered like the first time.
-- outcome: changed, unchanged, not_found, conflict, invalid. deed: the latest one, which with a conflict is what won.
create function act_on_rejection(
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
  perform 1 from feed f where f.name = 'tickets' for no key update;
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

  update feed f set last_version = f.last_version + 1 where f.name = 'tickets' returning f.last_version into head;
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

-- For instances of the version before, which know no other name.
create or replace function change_rejection(
  actor uuid, target uuid, kind text, new_assignee uuid, new_conversation uuid, seen_version bigint
) returns table (outcome text, before bigint, rejection rejection)
language plpgsql volatile as $$
begin
  return query select a.outcome, a.before, a.rejection
  from act_on_rejection(actor, target, kind, new_assignee, new_conversation, null, seen_version) a;
end $$;
