-- 1
-- Lets one worker at a time deliver for a hook, for so many seconds, which each delivery renews. outcome: claimed; busy or waits,
-- until held_until; off; gone. One for whom nobody answers any more is switched off: who is no longer in the room, or here, may not go
-- on reading it elsewhere.
create or replace function claim_hook(hook_id uuid, seconds int, out outcome text, out held_until timestamptz, out place hook)
language plpgsql volatile as $$
declare
  is_kept boolean;
begin
  select h.* into place from hook h where h.id = hook_id and h.direction = 'outgoing' for no key update;
  if place.id is null then outcome := 'gone'; return; end if;
  if place.off_at is not null then outcome := 'off'; return; end if;
  if place.busy_until > now() then outcome := 'busy'; held_until := place.busy_until; return; end if;
  if place.next_attempt_at > now() then outcome := 'waits'; held_until := place.next_attempt_at; return; end if;
  select count(*) > 0 into is_kept
  from "user" k
  where k.id = place.keeper_id and k.banned is not true and (
    k.role = 'admin'
    or exists (select from member m where m.conversation_id = place.conversation_id and m.user_id = k.id)
  );
  if not is_kept then
    update hook h set off_at = now(), off_reason = 'keeper_gone' where h.id = hook_id;
    outcome := 'off';
    perform audit(null, 'hook.off', 'hook', hook_id::text, jsonb_build_object('why', 'keeper_gone'), '');
    return;
  end if;
  update hook h
  set busy_until = now() + seconds * interval '1 second',
      -- After a restore its log may be shorter than what was delivered of it.
      delivered_version = least(h.delivered_version, (select l.last_version from log l where l.id = h.log_id))
  where h.id = hook_id
  returning h.* into place;
  outcome := 'claimed';
end $$;
