-- 2
-- A direct conversation between the same people exists once, whoever of them asks, and stays when one of them is banned or gone.
-- One of two is the same that open_direct makes: it has one way to be called.
create or replace function open_direct_among(
  actor uuid, people uuid[], most_conversations int, most_by_others int, out outcome text, out person uuid, out place uuid
)
language plpgsql volatile as $$
declare
  others uuid[] := array(select distinct p from unnest(people) p where p <> actor order by p);
  key text := (select string_agg(p::text, ':' order by p) from unnest(others || actor) p);
begin
  if cardinality(others) < 2 then
    person := coalesce(others[1], actor);
    select d.outcome, d.place into outcome, place from open_direct(actor, person, most_conversations) d;
    return;
  end if;
  outcome := 'done';
  select c.id into place from conversation c where c.direct_key = key;
  if place is not null then return; end if;
  -- Whom a guest is in no room with does not exist for them.
  if is_guest(actor) then
    select p into person from unnest(others) p where not shares_room(actor, p) limit 1;
    if person is not null then outcome := 'unknown_person'; return; end if;
  end if;
  if has_too_many_conversations(actor, most_conversations) then
    outcome := 'too_many_conversations'; return;
  end if;
  select f.fault, f.person into outcome, person from fault_of_people(others, null, most_conversations, most_by_others) f;
  if outcome is not null then return; end if;
  outcome := 'done';
  -- Whoever asks for the same at this moment waits here, and gets the same.
  insert into conversation (kind, direct_key) values ('direct', key)
  on conflict (direct_key) do update set direct_key = excluded.direct_key returning id into place;
  insert into member (conversation_id, user_id, added_by)
  select place, p, nullif(actor, p) from unnest(others || actor) p on conflict do nothing;
end $$;
