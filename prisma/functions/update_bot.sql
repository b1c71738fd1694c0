-- 2
-- patch: { name?, picture?, role?, ofWorkspace? }
-- outcome: done, not_found, forbidden (only admins give a role, or to the workspace), no_picture.
create or replace function update_bot(actor uuid, bot uuid, patch jsonb) returns text language plpgsql volatile as $$
begin
  perform 1 from "user" b where b.id = bot and b.kind = 'bot' for no key update;
  if not governs_bot(actor, bot) then return 'not_found'; end if;
  if (patch ? 'role' or patch ? 'ofWorkspace')
    and not exists (select from "user" a where a.id = actor and a.role = 'admin') then return 'forbidden'; end if;
  if patch ->> 'picture' is not null and not exists (select from picture p where p.id = patch ->> 'picture') then
    return 'no_picture';
  end if;
  update "user" b
  set name = coalesce(patch ->> 'name', b.name),
      image = case when patch ? 'picture' then '/api/pictures/' || (patch ->> 'picture') || '/64' else b.image end,
      role = coalesce(patch ->> 'role', b.role),
      owner_id = case (patch ->> 'ofWorkspace')::boolean
        when true then null when false then coalesce(b.owner_id, actor) else b.owner_id end,
      updated_at = now()
  where b.id = bot;
  -- That it has another name or picture, not which: those are seen where it is.
  perform audit(actor, 'bot.change', 'bot', bot::text, patch - 'name' - 'picture'
    || case when patch ? 'name' then '{"name": "changed"}' else '{}' end::jsonb
    || case when patch ? 'picture' then
         jsonb_build_object('picture', case when patch ->> 'picture' is null then 'removed' else 'changed' end)
       else '{}' end, null);
  return 'done';
end $$;
