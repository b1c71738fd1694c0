-- 2
-- Somebody's account for ever, and whatever is theirs but what they wrote in conversations: that stays without a name, or is removed
-- afterwards in parts (remove_messages). Bots and hooks that they answer for end with them, as by end_bot and end_hook.
-- outcome: done, forbidden (the caller is no admin), not_found, last_admin
create or replace function delete_account(actor uuid, person uuid, removing boolean) returns text language plpgsql volatile
set enable_seqscan = off
as $$
declare
  gone "user";
  programs uuid[] := array(select b.id from "user" b where b.owner_id = person and b.kind = 'bot');
  webhooks integer;
begin
  programs := programs || array(select h.bot_id from hook h where h.keeper_id = person and h.bot_id is not null);
  -- The logs of all rooms that are left first, in the order of their ids, as everywhere.
  perform 1 from log l where l.id in (
    select m.conversation_id from member m where m.user_id = any (programs || person)
    union select h.log_id from hook h where h.keeper_id = person
  ) order by l.id for no key update;
  -- That of set_role: of two admins who delete each other at once one stays.
  perform pg_advisory_xact_lock(7232022);
  perform 1 from "user" u where u.id = any (programs || person) order by u.id for update;
  if not exists (select 1 from "user" u where u.id = actor and u.role = 'admin' and u.banned is not true) then
    return 'forbidden';
  end if;
  select u.* into gone from "user" u where u.id = person and u.kind = 'person';
  if not found then return 'not_found'; end if;
  if not exists (select 1 from "user" u where u.role = 'admin' and u.banned is not true and u.id <> person) then
    return 'last_admin';
  end if;

  delete from hook h where h.keeper_id = person;
  get diagnostics webhooks = row_count;
  insert into departure (conversation_id, user_id, by_id)
  select m.conversation_id, m.user_id, actor from member m where m.user_id = any (programs)
  on conflict (conversation_id, user_id) do update set by_id = excluded.by_id, welcome = false, departed_at = now();
  delete from member m where m.user_id = any (programs);
  update "user" b set banned = true, ban_reason = 'deleted', updated_at = now() where b.id = any (programs);

  delete from apikey k where k.reference_id = person::text;
  delete from mail l where l.recipient = gone.email;
  -- With it, by references and triggers: sessions, passwords, passkeys, factors, links, invitations, memberships, keys, its log.
  delete from "user" u where u.id = person;
  delete from picture p
  where gone.image like '/api/pictures/' || p.id || '/%' and p.id = split_part(gone.image, '/', 4)
    and not exists (select 1 from "user" u where u.image = gone.image)
    and not exists (select 1 from workspace w where w.logo = p.id);
  if removing then insert into removal (user_id, asked_by) values (person, actor); end if;
  perform audit(actor, 'account.delete', 'person', person::text, jsonb_build_object(
    'messages', case when removing then 'removed' else 'kept' end, 'bots', cardinality(programs), 'hooks', webhooks), null);
  return 'done';
end $$;
