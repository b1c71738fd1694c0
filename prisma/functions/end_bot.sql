-- 1
-- Its account is blocked, which ends its tokens, and it leaves its rooms; its name stays beside what it said.
create or replace function end_bot(actor uuid, bot uuid) returns boolean language plpgsql volatile as $$
begin
  -- The logs of its rooms first, in the order of their ids, as everywhere; those that come meanwhile it is put out of by nobody.
  perform 1 from log l where l.id in (select m.conversation_id from member m where m.user_id = bot)
  order by l.id for no key update;
  perform 1 from "user" b where b.id = bot and b.kind = 'bot' for no key update;
  if not governs_bot(actor, bot) then return false; end if;
  insert into departure (conversation_id, user_id, by_id)
  select m.conversation_id, bot, actor from member m where m.user_id = bot
  on conflict (conversation_id, user_id) do update set by_id = excluded.by_id, welcome = false, departed_at = now();
  delete from member m where m.user_id = bot;
  update "user" b set banned = true, ban_reason = 'deleted', updated_at = now() where b.id = bot;
  perform audit(actor, 'bot.delete', 'bot', bot::text, null, null);
  return true;
end $$;
