-- 2
-- Of the version before; see update_bot. What is null stays as it is. outcome: done, not_found, forbidden (only admins give a role, or to the workspace).
create or replace function change_bot(actor uuid, bot uuid, new_name text, new_role text, of_workspace boolean)
returns text language plpgsql volatile as $$
declare
  is_admin boolean;
begin
  perform 1 from "user" b where b.id = bot and b.kind = 'bot' for no key update;
  if not governs_bot(actor, bot) then return 'not_found'; end if;
  select count(*) > 0 into is_admin from "user" a where a.id = actor and a.role = 'admin';
  if not is_admin and (of_workspace is not null or new_role is not null) then return 'forbidden'; end if;
  update "user" b
  set name = coalesce(new_name, b.name), role = coalesce(new_role, b.role),
      owner_id = case when of_workspace then null when not of_workspace then coalesce(b.owner_id, actor) else b.owner_id end,
      updated_at = now()
  where b.id = bot;
  perform audit(actor, 'bot.change', 'bot', bot::text, jsonb_build_object('role', new_role, 'ofWorkspace', of_workspace), null);
  return 'done';
end $$;
