-- 2
create or replace function give_room(actor uuid, room uuid, target uuid) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.may_govern then return 'not_owner'; end if;
  if (select count(*) = 0 from member m where m.conversation_id = room and m.user_id = target) then return 'no_member'; end if;
  update conversation c set owner_id = target where c.id = room and c.owner_id is distinct from target;
  if found then
    perform audit(actor, 'room.owner', 'room', room::text,
      jsonb_build_object('owner', target, 'was', (standing.place).owner_id), null);
  end if;
  return 'done';
end $$;
