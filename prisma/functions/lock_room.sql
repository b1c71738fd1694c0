-- 2
-- Locks the conversation. refusal: not_found (also for whoever may not know of it), direct. Admins need not be members
-- of a public room, or of one without an owner, to put it in order.
-- A guest decides about no room, also not about one that nobody else is left in.
create or replace function lock_room(
  actor uuid, room uuid, out refusal text, out is_member boolean, out may_govern boolean, out place conversation
)
language plpgsql volatile as $$
declare
  is_admin boolean;
begin
  perform 1 from log l where l.id = room for no key update;
  -- Its own row, too: somebody may change that by hand.
  select c.* into place from conversation c where c.id = room for no key update;
  select count(*) > 0 into is_member from member m where m.conversation_id = room and m.user_id = actor;
  select count(*) > 0 into is_admin from "user" u where u.id = actor and u.role = 'admin' and u.banned is not true;
  may_govern := is_admin or (place.owner_id is not distinct from actor and not is_guest(actor));
  refusal := case
    when place.id is null then 'not_found'
    when not is_member and not (is_admin and place.kind = 'room' and (place.visibility = 'public' or place.owner_id is null))
      then 'not_found'
    when place.kind = 'direct' then 'direct'
  end;
end $$;
