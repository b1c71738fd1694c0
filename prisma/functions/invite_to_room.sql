-- 3
-- asked: who left before. Nobody is put back by others; they may come back by themselves.
create or replace function invite_to_room(
  actor uuid, room uuid, people uuid[], most_conversations int, most_by_others int,
  out outcome text, out person uuid, out asked uuid[]
)
language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  outcome := case
    when standing.refusal is not null then standing.refusal
    when not standing.is_member and not standing.may_govern then 'not_found'
    when is_guest(actor) then 'guest'
    when (standing.place).inviting = 'owner' and not standing.may_govern then 'not_owner'
    when (standing.place).archived_at is not null then 'archived'
  end;
  if outcome is not null then return; end if;
  select f.fault, f.person into outcome, person from fault_of_people(people, room, most_conversations, most_by_others) f;
  if outcome is not null then return; end if;
  with welcomed as (
    update departure d set welcome = true
    where d.conversation_id = room and d.user_id = any (people) and d.by_id = d.user_id
    returning d.user_id
  )
  select coalesce(array_agg(w.user_id), '{}') into asked from welcomed w;
  perform add_members(room, array(select p from unnest(people) p where p <> all (asked)), actor);
  outcome := 'done';
end $$;
