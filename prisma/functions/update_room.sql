-- 3
-- patch: { name?, topic?, visibility?, archived?, inviting?, describing? }. Members describe a room, unless its owner keeps that to
-- themselves; who governs it decides who sees and uses it.
create or replace function update_room(actor uuid, room uuid, patch jsonb) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.may_govern and (
    patch ?| array['visibility', 'archived', 'inviting', 'describing'] or not standing.is_member
    or (standing.place).describing = 'owner'
  ) then return 'not_owner'; end if;
  if (standing.place).archived_at is not null and patch -> 'archived' is distinct from 'false' then return 'archived'; end if;
  update conversation c
  set name = coalesce(patch ->> 'name', c.name),
      topic = case when patch ? 'topic' then patch ->> 'topic' else c.topic end,
      visibility = coalesce(patch ->> 'visibility', c.visibility),
      inviting = coalesce(patch ->> 'inviting', c.inviting),
      describing = coalesce(patch ->> 'describing', c.describing),
      archived_at = case patch -> 'archived' when 'true' then clock_timestamp() when 'false' then null else c.archived_at end,
      archived_by_id = case patch -> 'archived' when 'true' then actor when 'false' then null else c.archived_by_id end
  where c.id = room;
  if patch ->> 'visibility' <> (standing.place).visibility then
    perform audit(actor, 'room.visibility', 'room', room::text,
      jsonb_build_object('visibility', patch ->> 'visibility', 'was', (standing.place).visibility), null);
  end if;
  if (patch ->> 'archived')::boolean <> ((standing.place).archived_at is not null) then
    perform audit(actor, case when (patch ->> 'archived')::boolean then 'room.archive' else 'room.unarchive' end,
      'room', room::text, null, null);
  end if;
  return 'done';
end $$;
