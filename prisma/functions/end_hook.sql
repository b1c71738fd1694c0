-- 1
-- It is gone, and the account that posted for it leaves the room and is blocked; what it said stays.
create or replace function end_hook(actor uuid, hook_id uuid) returns boolean language plpgsql volatile as $$
declare
  gone hook;
begin
  -- The log before the hook, as whoever makes one.
  perform 1 from log l where l.id = (select h.log_id from hook h where h.id = hook_id) for no key update;
  select h.* into gone from hook h where h.id = hook_id for update;
  if gone.id is null or not governs_hook(actor, hook_id) then return false; end if;
  delete from hook h where h.id = hook_id;
  if gone.bot_id is not null then
    delete from member m where m.user_id = gone.bot_id;
    update "user" b set banned = true, ban_reason = 'deleted', updated_at = now() where b.id = gone.bot_id;
  end if;
  perform audit(actor, 'hook.delete', 'hook', hook_id::text, jsonb_build_object('room', gone.conversation_id), null);
  return true;
end $$;
