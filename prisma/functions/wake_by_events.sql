-- 1
-- Rejections that sleep until it happens n times more, after a batch of events: one that has happened often enough comes back as open,
-- the others have less to wait for. Called by take_events, under the lock of the log. before: as they were before the batch;
-- reached: how far the log was then. Each event counts that tells of the ticket: another rejection of it, from whatever source,
-- and another content under the same id. A repeat does not: it is what a broker delivers twice, not what happens twice.
create or replace function wake_by_events(before rejection[], reached bigint) returns setof rejection
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  sleeper rejection;
  now_ rejection;
  happened bigint;
  head bigint;
begin
  foreach sleeper in array before loop
    select r.* into now_ from rejection r where r.id = sleeper.id;
    happened := now_.conflicts - sleeper.conflicts
      + (select count(*) from rejection n where n.ticket_id = sleeper.ticket_id and n.seq > reached);
    continue when happened = 0;
    update log f set last_version = f.last_version + 1 where f.id = feed_log() returning f.last_version into head;
    if happened < now_.wakes_after then
      update rejection r set wakes_after = r.wakes_after - happened, version = head, xid = pg_current_xact_id()
      where r.id = sleeper.id returning r.* into now_;
    else
      update rejection r set state = 'open', acknowledged_by_id = null, acknowledged_at = null, wakes_at = null,
        wakes_after = null, version = head, xid = pg_current_xact_id()
      where r.id = sleeper.id returning r.* into now_;
      insert into rejection_deed (rejection_id, version, kind, actor_id, state, assignee_id, detail)
      select now_.id, head, 'wake', '00000000-0000-0000-0000-000000000000', now_.state, now_.assignee_id,
        jsonb_build_object('times', (
          select d.detail -> 'times' from rejection_deed d
          where d.rejection_id = now_.id and d.kind = 'snooze' order by d.version desc limit 1));
    end if;
    return next now_;
  end loop;
end $$;
