-- 2
create or replace function remove_from_room(actor uuid, room uuid, target uuid) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.may_govern then return 'not_owner'; end if;
  if (select count(*) = 0 from member m where m.conversation_id = room and m.user_id = target) then return 'no_member'; end if;
  insert into departure (conversation_id, user_id, by_id) values (room, target, actor)
  on conflict (conversation_id, user_id) do update set by_id = excluded.by_id, welcome = false, departed_at = now();
  delete from member m where m.conversation_id = room and m.user_id = target;
  perform audit(actor, 'room.remove', 'room', room::text, jsonb_build_object('person', target), null);
  return 'done';
end $$;
