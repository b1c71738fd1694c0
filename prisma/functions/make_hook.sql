-- 2
-- outcome: done, or why not. Whoever is in a room may let a program post there; what leaves it, its owner and admins decide. What
-- becomes of tickets, admins do. room: null for tickets. An outgoing one begins with what comes.
create or replace function make_hook(
  actor uuid, hook_id uuid, way text, hook_name text, log_of uuid, room uuid, source text,
  hash bytea, bot uuid, may_call boolean, target text, host text, sealed bytea, most int
) returns text language plpgsql volatile as $$
declare
  standing record;
  actor_role text;
  head bigint;
begin
  select u.role into actor_role from "user" u where u.id = actor and u.banned is not true;
  if actor_role is null or actor_role = 'guest' then return case when room is null then 'forbidden' else 'not_found' end; end if;
  if room is null then
    if actor_role <> 'admin' then return 'forbidden'; end if;
    perform 1 from log l where l.id = log_of for no key update;
  else
    select * into standing from lock_room(actor, room);
    if standing.refusal is not null then return standing.refusal; end if;
    if not standing.is_member and not standing.may_govern then return 'not_found'; end if;
    if way = 'outgoing' and not standing.may_govern then return 'not_owner'; end if;
    if (standing.place).archived_at is not null then return 'archived'; end if;
  end if;
  if (select count(*) >= most from hook h where h.log_id = log_of) then return 'too_many_hooks'; end if;
  select l.last_version into head from log l where l.id = log_of;
  insert into hook (id, direction, name, log_id, conversation_id, ticket_source, keeper_id, secret_hash, bot_id, mentions, url, secret, delivered_version)
  values (hook_id, way, hook_name, log_of, room, source, actor, hash, bot, may_call, target, sealed, coalesce(head, 0));
  if way = 'incoming' then
    insert into "user" (id, name, email, kind) values (bot, hook_name, bot || '@bots.invalid', 'bot');
    perform add_members(room, array[bot], actor);
  end if;
  perform audit(actor, 'hook.create', 'hook', hook_id::text,
    jsonb_build_object('name', hook_name, 'direction', way, 'room', room, 'host', host), null);
  return 'done';
end $$;
