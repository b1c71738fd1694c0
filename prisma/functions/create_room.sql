-- 2
create or replace function create_room(
  actor uuid, room_name text, room_topic text, room_visibility text, people uuid[], most_conversations int, most_by_others int,
  out outcome text, out person uuid, out room uuid
)
language plpgsql volatile as $$
begin
  if is_guest(actor) then outcome := 'guest'; return; end if;
  if not may_as_doer(actor, (select w.rooms_by from workspace w)) then outcome := 'only_admins'; return; end if;
  if has_too_many_conversations(actor, most_conversations) then
    outcome := 'too_many_conversations'; return;
  end if;
  people := array_remove(people, actor);
  select f.fault, f.person into outcome, person from fault_of_people(people, null, most_conversations, most_by_others) f;
  if outcome is not null then return; end if;
  insert into conversation (kind, name, topic, visibility, owner_id)
  values ('room', room_name, room_topic, room_visibility, actor) returning id into room;
  perform add_members(room, people || actor, actor);
  outcome := 'done';
end $$;
