-- 1
-- outcome: done, forbidden (only admins give a role, or to the workspace), too_many.
create or replace function make_bot(actor uuid, bot uuid, bot_name text, bot_role text, of_workspace boolean, most int)
returns text language plpgsql volatile as $$
declare
  actor_role text;
  keeper uuid := case when not of_workspace then actor end;
begin
  -- Whoever makes two at once does so one after the other.
  perform pg_advisory_xact_lock(7232030, hashtext(coalesce(keeper::text, '')));
  select u.role into actor_role from "user" u where u.id = actor and u.banned is not true;
  if actor_role is null or actor_role = 'guest' then return 'forbidden'; end if;
  if actor_role <> 'admin' and (of_workspace or bot_role <> 'member') then return 'forbidden'; end if;
  if (select count(*) >= most from "user" b
      where b.kind = 'bot' and b.owner_id is not distinct from keeper and b.banned is not true
        and not exists (select from hook h where h.bot_id = b.id)) then
    return 'too_many';
  end if;
  -- No mail ever gets there, and there is no password: nobody signs in as a bot.
  insert into "user" (id, name, email, role, kind, owner_id) values (bot, bot_name, bot || '@bots.invalid', bot_role, 'bot', keeper);
  perform audit(actor, 'bot.create', 'bot', bot::text, jsonb_build_object('role', bot_role, 'ofWorkspace', of_workspace), null);
  return 'done';
end $$;
