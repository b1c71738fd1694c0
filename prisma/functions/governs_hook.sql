-- 1
-- Whether somebody looks after a hook: admins; the owner of its room; and of one that only posts, who made it, as long as they are
-- in the room.
create or replace function governs_hook(actor uuid, hook_id uuid) returns boolean language sql stable as $$
  select count(*) > 0
  from hook h
  join "user" a on a.id = actor and a.banned is not true and a.role <> 'guest'
  left join conversation c on c.id = h.conversation_id
  where h.id = hook_id and (
    a.role = 'admin' or c.owner_id = a.id
    or h.direction = 'incoming' and h.keeper_id = a.id
       and exists (select from member m where m.conversation_id = h.conversation_id and m.user_id = a.id)
  )
$$;
