-- 1
-- One durable change of an existing message: 'edit' (new_body; new_content, where null leaves what is there and JSON null takes
-- it away), 'delete', 'react' (new_emoji, switched_on). Mentions follow an edit; a message bears at most 20 kinds of reactions
-- (limits.reactionKinds).
-- outcome: changed, unchanged, not_found, forbidden, archived, conflict, full.
create or replace function change_message(
  actor uuid, target uuid, kind text, new_body text, new_emoji text, switched_on boolean, new_content jsonb
) returns table (outcome text, before bigint, message message)
language plpgsql volatile as $$
declare
  place    uuid;
  head     bigint;
  is_sealed boolean;
  now_     message;
  mentions boolean := false;
begin
  select m.conversation_id into place
  from message m join member on member.conversation_id = m.conversation_id and member.user_id = actor
  where m.id = target;
  if place is null then return query select 'not_found', null::bigint, null::message; return; end if;

  select l.sealed into is_sealed from log l where l.id = place for no key update;
  select m.* into now_ from message m where m.id = target;

  -- Somebody may have been removed while this waited for the lock.
  if (select count(*) = 0 from member m where m.conversation_id = place and m.user_id = actor) then
    return query select 'not_found', null::bigint, null::message; return;
  end if;
  if is_sealed then return query select 'archived', null::bigint, null::message; return; end if;
  if kind in ('edit', 'delete') and now_.author_id <> actor then
    return query select 'forbidden', null::bigint, null::message; return;
  end if;
  if now_.deleted_at is not null then
    return query select case when kind = 'delete' then 'unchanged' else 'conflict' end, null::bigint, now_; return;
  end if;

  if kind = 'edit' then
    new_content := nullif(coalesce(new_content, now_.content), 'null');
    if now_.body = new_body and now_.content is not distinct from new_content then return query select 'unchanged', null::bigint, now_; return; end if;
    mentions := position('<@' in now_.body) > 0 or position('<@' in new_body) > 0;
    now_.body := new_body;
    now_.content := new_content;
    now_.edited_at := clock_timestamp();
  elsif kind = 'delete' then
    mentions := position('<@' in now_.body) > 0;
    now_.body := '';
    now_.content := null;
    now_.reactions := '{}';
    now_.deleted_at := clock_timestamp();
  elsif kind = 'react' then
    if coalesce(now_.reactions -> new_emoji ? actor::text, false) = switched_on then
      return query select 'unchanged', null::bigint, now_; return;
    end if;
    if switched_on then
      if not now_.reactions ? new_emoji and (select count(*) >= 20 from jsonb_object_keys(now_.reactions)) then
        return query select 'full', null::bigint, null::message; return;
      end if;
      now_.reactions := jsonb_set(now_.reactions, array[new_emoji],
        coalesce(now_.reactions -> new_emoji, '[]') || to_jsonb(actor::text));
    elsif jsonb_array_length(now_.reactions -> new_emoji) = 1 then
      now_.reactions := now_.reactions - new_emoji;
    else
      now_.reactions := jsonb_set(now_.reactions, array[new_emoji], (now_.reactions -> new_emoji) - actor::text);
    end if;
  else
    raise exception 'unknown kind of change: %', kind;
  end if;

  update log l set last_version = l.last_version + 1 where l.id = place returning l.last_version into head;
  now_.version := head;
  update message m set body = now_.body, content = now_.content, reactions = now_.reactions, edited_at = now_.edited_at,
    deleted_at = now_.deleted_at, version = head, xid = pg_current_xact_id()
  where m.id = target;

  if mentions then
    delete from mention n where n.conversation_id = place and n.seq = now_.seq;
    insert into mention (conversation_id, user_id, seq)
    select distinct place, m.user_id, now_.seq
    from regexp_matches(now_.body, '<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>', 'g') named
    cross join lateral (
      select m.user_id from member m where m.conversation_id = place and m.user_id = named[1]::uuid limit 1
    ) m
    where m.user_id <> now_.author_id;
  end if;
  return query select 'changed', head - 1, now_;
end $$;
