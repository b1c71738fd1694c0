-- 2
-- A direct conversation between two people exists once, and stays when one of them is banned or gone.
create or replace function open_direct(actor uuid, other uuid, most_conversations int, out outcome text, out place uuid)
language plpgsql volatile as $$
declare
  key text := least(actor::text, other::text) || ':' || greatest(actor::text, other::text);
begin
  outcome := 'done';
  select c.id into place from conversation c where c.direct_key = key;
  if place is not null then return; end if;
  if (select count(*) = 0 from "user" u where u.id = other and u.banned is not true) then
    outcome := 'unknown_person'; return;
  end if;
  -- Whom a guest is in no room with does not exist for them.
  if is_guest(actor) and actor <> other and not shares_room(actor, other) then outcome := 'unknown_person'; return; end if;
  if has_too_many_conversations(actor, most_conversations) then
    outcome := 'too_many_conversations'; return;
  end if;
  insert into conversation (kind, direct_key) values ('direct', key)
  on conflict (direct_key) do update set direct_key = excluded.direct_key returning id into place;
  insert into member (conversation_id, user_id)
  select place, u.id from "user" u where u.id in (actor, other) on conflict do nothing;
end $$;
