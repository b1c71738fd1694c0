-- 2
-- Whether somebody may put people into a room: its members, but for guests, where its owner does not keep it to themselves; admins into public ones, too, and into those without an owner.
create or replace function may_add_to_room(actor uuid, room uuid) returns boolean language sql stable as $$
  select exists (
    select from conversation c, "user" u
    where c.id = room and c.kind = 'room' and c.archived_at is null
      and (c.inviting = 'members' or c.owner_id = actor or u.role = 'admin')
      and u.id = actor and u.role <> 'guest' and u.banned is not true
      and ((select count(*) > 0 from member m where m.conversation_id = room and m.user_id = actor)
        or u.role = 'admin' and (c.visibility = 'public' or c.owner_id is null)))
$$;
