-- 1
-- patch: { archived?, ownerId? }. An admin puts any room in order, whether they are in it or not; its texts stay its members'. The
-- owner is a member, or anybody where the room has none left. outcome: done, forbidden, not_found, no_member, unknown_person
create or replace function govern_room(actor uuid, room uuid, patch jsonb) returns text language plpgsql volatile as $$
declare
  place conversation;
  target uuid := (patch ->> 'ownerId')::uuid;
  closed boolean := (patch ->> 'archived')::boolean;
begin
  perform 1 from log l where l.id = room for no key update;
  select c.* into place from conversation c where c.id = room and c.kind = 'room' for no key update;
  if not exists (select 1 from "user" u where u.id = actor and u.role = 'admin' and u.banned is not true) then
    return 'forbidden';
  end if;
  if place.id is null then return 'not_found'; end if;
  if target is not null and not exists (select 1 from member m where m.conversation_id = room and m.user_id = target) then
    if place.owner_id is not null then return 'no_member'; end if;
    if not exists (select 1 from "user" u where u.id = target and u.banned is not true) then return 'unknown_person'; end if;
    perform add_members(room, array[target], actor);
  end if;
  update conversation c
  set archived_at = case when closed is null then c.archived_at when closed then coalesce(c.archived_at, clock_timestamp()) end,
      archived_by_id = case when closed is null then c.archived_by_id when closed then coalesce(c.archived_by_id, actor) end,
      owner_id = coalesce(target, c.owner_id)
  where c.id = room;
  if target is distinct from place.owner_id and target is not null then
    perform audit(actor, 'room.owner', 'room', room::text, jsonb_build_object('owner', target, 'was', place.owner_id), null);
  end if;
  if closed <> (place.archived_at is not null) then
    perform audit(actor, case when closed then 'room.archive' else 'room.unarchive' end, 'room', room::text, null, null);
  end if;
  return 'done';
end $$;
