-- 1
-- The private room about a rejection: made by who asks first, and joined by everybody who asks after. Who asked for the ticket and
-- who rejected it are put in where they are named by the confirmed address of an account. The log of tickets has the smallest id
-- of all, so that it is locked first, as everywhere.
-- outcome: made, joined, unchanged, not_found, too_many_conversations.
create or replace function discuss_rejection(
  actor uuid, target uuid, room_name text, opening text, most_conversations int, most_by_others int
) returns table (outcome text, room uuid, rejection rejection)
language plpgsql volatile
set enable_seqscan = off
as $$
declare
  now_ rejection;
  place uuid;
  people uuid[];
begin
  perform 1 from log f where f.id = feed_log() for no key update;
  select r.* into now_ from rejection r where r.id = target;
  if now_.id is null then return query select 'not_found', null::uuid, null::rejection; return; end if;
  place := now_.conversation_id;
  if exists (select from member m where m.conversation_id = place and m.user_id = actor) then
    return query select 'unchanged', place, now_; return;
  end if;
  if has_too_many_conversations(actor, most_conversations) then
    return query select 'too_many_conversations', null::uuid, now_; return;
  end if;
  if place is not null then
    perform 1 from log l where l.id = place for no key update;
    perform add_members(place, array[actor], actor);
    return query select 'joined', place, now_; return;
  end if;

  insert into conversation (kind, name, visibility, owner_id) values ('room', room_name, 'private', actor) returning id into place;
  people := array(
    select u.id from "user" u
    where u.email = any (array[lower(now_.requester), lower(now_.rejected_by)]) and u.email_verified and u.kind = 'person'
      and u.id <> actor and (select f.fault from fault_of_people(array[u.id], null, most_conversations, most_by_others) f) is null);
  perform add_members(place, people || actor, actor);
  perform append_messages(array[place], array[actor], array[gen_random_uuid()], array[opening], array[null]::uuid[],
    array[null]::uuid[], array[null]::jsonb[]);
  return query
  select 'made', place, w.rejection
  from work_rejection(actor, target, jsonb_build_object('kind', 'discuss', 'conversationId', place), null) w;
end $$;
