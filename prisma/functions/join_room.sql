-- 2
-- Public rooms are joined by everybody but guests, all others by who left and was invited again.
create or replace function join_room(actor uuid, room uuid, most_conversations int) returns text language plpgsql volatile as $$
declare
  place   conversation;
  knows   boolean;
begin
  perform 1 from log l where l.id = room for no key update;
  -- Its own row, too: somebody may change that by hand.
  select c.* into place from conversation c where c.id = room for no key update;
  select count(*) > 0 into knows from member m where m.conversation_id = room and m.user_id = actor;
  if knows then return 'done'; end if;
  if place.kind is distinct from 'room' then return 'not_found'; end if;
  select count(*) > 0 into knows from departure d where d.conversation_id = room and d.user_id = actor and d.welcome;
  if (place.visibility <> 'public' or is_guest(actor)) and not knows then return 'not_found'; end if;
  if place.archived_at is not null then return 'archived'; end if;
  if has_too_many_conversations(actor, most_conversations) then return 'too_many_conversations'; end if;
  perform add_members(room, array[actor], actor);
  return 'done';
end $$;
