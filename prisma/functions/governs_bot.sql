-- 1
-- Whether somebody looks after a bot: whose it is, and admins. What was deleted nobody looks after.
create or replace function governs_bot(actor uuid, bot uuid) returns boolean language sql stable as $$
  select count(*) > 0
  from "user" b join "user" a on a.id = actor and a.banned is not true
  where b.id = bot and b.kind = 'bot' and b.banned is not true and (b.owner_id = a.id or a.role = 'admin')
$$;
