-- 1
create or replace function leave_room(actor uuid, room uuid) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.is_member then return 'not_found'; end if;
  insert into departure (conversation_id, user_id, by_id) values (room, actor, actor)
  on conflict (conversation_id, user_id) do update set by_id = excluded.by_id, welcome = false, departed_at = now();
  delete from member m where m.conversation_id = room and m.user_id = actor;
  return 'done';
end $$;
