-- 1
-- What is null stays as it is. Whoever switches it on again answers for it from then on.
create or replace function change_hook(actor uuid, hook_id uuid, new_name text, may_call boolean, target text, host text, is_off boolean)
returns boolean language plpgsql volatile as $$
begin
  perform 1 from hook h where h.id = hook_id for no key update;
  if not governs_hook(actor, hook_id) then return false; end if;
  update hook h
  set name = coalesce(new_name, h.name), mentions = coalesce(may_call, h.mentions),
      url = case when h.direction = 'outgoing' then coalesce(target, h.url) end,
      keeper_id = case when is_off = false then actor else h.keeper_id end,
      off_at = case when is_off then coalesce(h.off_at, now()) when is_off is null then h.off_at end,
      off_reason = case when is_off then coalesce(h.off_reason, 'asked') when is_off is null then h.off_reason end,
      failing_since = case when is_off = false or target is not null then null else h.failing_since end,
      next_attempt_at = case when is_off = false or target is not null then null else h.next_attempt_at end,
      attempts = case when is_off = false or target is not null then 0 else h.attempts end,
      error = case when is_off = false or target is not null then null else h.error end
  where h.id = hook_id;
  update "user" b set name = new_name, updated_at = now()
  from hook h where h.id = hook_id and b.id = h.bot_id and new_name is not null and b.name <> new_name;
  perform audit(actor, 'hook.change', 'hook', hook_id::text,
    jsonb_build_object('off', is_off, 'mentions', may_call, 'host', host), null);
  return true;
end $$;
