-- 1
-- Writes a note about a rejection or, with of_version, changes the one of that version, or takes it away (body is null): each a row
-- of its own, and a new version of the rejection, so that every page learns of it. The same client id of the same person again is
-- answered like the first time. A rejection has at most `most` rows of notes.
-- outcome: changed, repeated, unchanged, not_found, forbidden, conflict (the id was used elsewhere, or the note is gone), full.
create or replace function note_on_rejection(actor uuid, target uuid, client uuid, noted bigint, body text, most int)
returns table (outcome text, rejection rejection, deed rejection_deed)
language plpgsql volatile
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  feed constant uuid := feed_log();
  now_ rejection;
  entry rejection_deed;
  head bigint;
begin
  perform 1 from log f where f.id = feed for no key update;
  select r.* into now_ from rejection r where r.id = target;
  if now_.id is null then return query select 'not_found', null::rejection, null::rejection_deed; return; end if;
  select d.* into entry from rejection_deed d where d.actor_id = actor and d.client_id = client;
  if entry.rejection_id is not null then
    return query select case when entry.rejection_id = target and entry.of_version is not distinct from noted
      then 'repeated' else 'conflict' end, now_, entry;
    return;
  end if;
  if noted is not null then
    select d.* into entry from rejection_deed d
    where d.rejection_id = target and d.version = noted and d.kind = 'note';
    if entry.rejection_id is null then return query select 'not_found', null::rejection, null::rejection_deed; return; end if;
    if entry.actor_id <> actor then return query select 'forbidden', now_, entry; return; end if;
    select d.* into entry from rejection_deed d
    where d.rejection_id = target and (d.version = noted or d.of_version = noted) order by d.version desc limit 1;
    if entry.detail ->> 'text' is not distinct from body then return query select 'unchanged', now_, entry; return; end if;
    if entry.kind = 'note-delete' then return query select 'conflict', now_, entry; return; end if;
  end if;
  if (select count(*) >= most from (
    select from rejection_deed d where d.rejection_id = target and d.kind in ('note', 'note-edit') limit most) n) and body is not null
  then
    return query select 'full', now_, entry; return;
  end if;

  update log f set last_version = f.last_version + 1 where f.id = feed returning f.last_version into head;
  update rejection r set version = head, xid = pg_current_xact_id() where r.id = target returning r.* into now_;
  insert into rejection_deed as d (rejection_id, version, kind, actor_id, state, assignee_id, detail, client_id, of_version)
  values (target, head, case when noted is null then 'note' when body is null then 'note-delete' else 'note-edit' end, actor,
    now_.state, now_.assignee_id, case when body is not null then jsonb_build_object('text', body) end, client, noted)
  returning d.* into entry;
  return query select 'changed', now_, entry;
end $$;
