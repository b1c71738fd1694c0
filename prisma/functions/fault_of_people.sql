-- 1
-- The first of some people who cannot be put into a room by others: unknown_person (also who is banned), too_many_rooms.
create or replace function fault_of_people(
  people uuid[], room uuid, most_conversations int, most_by_others int, out fault text, out person uuid
)
language plpgsql stable as $$
begin
  select f.fault, f.person into fault, person
  from (
    select p.ord, p.id as person, case
      when u.id is null then 'unknown_person'
      when m.user_id is null and (
        has_too_many_conversations(p.id, most_conversations) or was_added_to_too_many(p.id, most_by_others)
      ) then 'too_many_rooms'
    end as fault
    from unnest(people) with ordinality p (id, ord)
    left join lateral (select u.id from "user" u where u.id = p.id and u.banned is not true limit 1) u on true
    left join lateral (select m.user_id from member m where m.conversation_id = room and m.user_id = p.id limit 1) m on true
  ) f
  where f.fault is not null
  order by f.ord limit 1;
end $$;
