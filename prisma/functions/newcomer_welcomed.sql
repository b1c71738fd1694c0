-- 2
-- A newcomer is in the rooms of their invitation and in the default rooms at once, with the account or not at all; guests are only
-- where they were put. The rooms are locked in the order of their ids, as by whoever writes into several.
create or replace function newcomer_welcomed() returns trigger language plpgsql as $$
declare
  invited invitation;
  rooms   uuid[] := '{}';
  room    uuid;
begin
  if new.role <> 'guest' then select w.default_rooms into rooms from workspace w; end if;
  if new.admission <> 'first' and new.admission not like 'address:%' then
    select i.* into invited from invitation i where i.id = split_part(new.admission, ':', 1)::uuid;
    rooms := rooms || array(select r from unnest(invited.rooms) r where may_add_to_room(invited.created_by, r));
  end if;
  if coalesce(rooms, '{}') = '{}' then return null; end if;
  perform 1 from log l where l.id = any (rooms) order by l.id for no key update;
  for room in
    select c.id from conversation c
    where c.id = any (rooms) and c.kind = 'room' and c.archived_at is null order by c.id
  loop
    perform add_members(room, array[new.id], case when room = any (invited.rooms) then invited.created_by end);
  end loop;
  return null;
end $$;
create or replace trigger newcomer_welcomed after insert on "user" for each row execute function newcomer_welcomed();
