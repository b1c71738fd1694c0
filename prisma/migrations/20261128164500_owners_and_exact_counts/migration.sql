-- Rooms have an owner, who left is not put back by others, and counts follow what becomes of messages.

alter table conversation add column owner_id uuid, add column archived_by_id uuid;

alter table member
  add column read_turn   integer not null default 0,              -- how often the mark was moved back: a later turn wins, within one the larger mark
  add column read_ranges int8multirange not null default '{}',    -- read after the mark, where the mark did not pass; and one's own, where it went back
  add column joined_seq  bigint not null default 0,               -- the mark cannot go back before this: nothing from before is unread
  add column added_by    uuid;                                    -- null: by themselves

-- How somebody ceased to be a member. by_id: themselves, or who removed them. Gone as soon as they are a member again.
create table departure (
  conversation_id uuid not null references conversation (id) on delete cascade on update cascade,
  user_id         uuid not null references "user" (id) on delete cascade on update cascade,
  by_id           uuid not null,
  welcome         boolean not null default false,                 -- was invited again since, and may come back by themselves
  departed_at     timestamptz(3) not null default current_timestamp,
  primary key (conversation_id, user_id)
);
create index departure_user_id_idx on departure (user_id);

-- What is subtracted from head − mark besides the ranges. Partial: a send pays nothing for it.
create index message_tombstone_idx on message (conversation_id, seq) where deleted_at is not null;
create index mention_conversation_id_seq_idx on mention (conversation_id, seq);
create index member_added_by_idx on member (user_id) where added_by is not null;

-- Names are walked in the order of their code points, whatever the database's own order is: pages go on after (name, id).
create index user_name_idx on "user" (lower(name) collate "C", id);
create index conversation_public_idx on conversation (lower(name) collate "C", id)
  where kind = 'room' and visibility = 'public' and archived_at is null;

-- Who made a room was not kept: of those who have been there longest one is its owner.
update conversation c
set owner_id = (select m.user_id from member m where m.conversation_id = c.id order by m.joined_at, m.user_id limit 1)
where c.kind = 'room';

-- Only real changes are told, and a new owner is one.
drop trigger conversation_described on conversation;
create trigger conversation_described after update of name, topic, visibility, archived_at, owner_id on conversation
  for each row when ((old.name, old.topic, old.visibility, old.archived_at, old.owner_id)
    is distinct from (new.name, new.topic, new.visibility, new.archived_at, new.owner_id))
  execute function conversation_described();

-- A room with members has an owner: the first to come, and when the owner is gone, who has been there longest.
-- Conversations are locked in the order of their ids, as by the append, also when an account goes with all its memberships.
create or replace function members_added() returns trigger language plpgsql as $$
begin
  perform 1 from conversation c where c.id in (select conversation_id from added) order by c.id for no key update;
  update conversation c
  set member_count = c.member_count + a.count,
      owner_id = case when c.kind = 'room' and c.owner_id is null then a.first else c.owner_id end
  from (
    select conversation_id, count(*), (array_agg(user_id order by joined_at, user_id))[1] as first
    from added group by conversation_id
  ) a
  where c.id = a.conversation_id;
  insert into signal (kind, user_id, conversation_id) select 'membership', user_id, conversation_id from added;
  return null;
end $$;

-- The signal refers to who ended the membership, if it was not the end of the account.
create or replace function members_removed() returns trigger language plpgsql as $$
begin
  perform 1 from conversation c where c.id in (select conversation_id from removed) order by c.id for no key update;
  update conversation c
  set member_count = c.member_count - r.count,
      owner_id = case when c.owner_id = any (r.people) then (
        select m.user_id from member m where m.conversation_id = c.id order by m.joined_at, m.user_id limit 1
      ) else c.owner_id end
  from (select conversation_id, count(*), array_agg(user_id) as people from removed group by conversation_id) r
  where c.id = r.conversation_id;
  delete from mention n using removed r where n.user_id = r.user_id and n.conversation_id = r.conversation_id;
  insert into signal (kind, user_id, conversation_id, reference)
  select 'membership', r.user_id, r.conversation_id, d.by_id::text
  from removed r left join departure d on d.conversation_id = r.conversation_id and d.user_id = r.user_id;
  return null;
end $$;

-- The rules of rooms. Each function locks the conversation and then judges and acts with a snapshot taken after that, so
-- that nothing it judged can change before it acts (docs/decisions/0003). All answer with a word: "done", or why not.

-- Locks the conversation. refusal: not_found (also for whoever may not know of it), direct. Admins need not be members
-- of a public room, or of one without an owner, to put it in order.
create function lock_room(
  actor uuid, room uuid, out refusal text, out is_member boolean, out may_govern boolean, out place conversation
)
language plpgsql volatile as $$
declare
  is_admin boolean;
begin
  select c.* into place from conversation c where c.id = room for no key update;
  select count(*) > 0 into is_member from member m where m.conversation_id = room and m.user_id = actor;
  select count(*) > 0 into is_admin from "user" u where u.id = actor and u.role = 'admin' and u.banned is not true;
  may_govern := is_admin or place.owner_id is not distinct from actor;
  refusal := case
    when place.id is null then 'not_found'
    when not is_member and not (is_admin and place.kind = 'room' and (place.visibility = 'public' or place.owner_id is null))
      then 'not_found'
    when place.kind = 'direct' then 'direct'
  end;
end $$;

-- Whether somebody is in as many conversations as one may be in, or was put by others into as many as they may.
create function has_too_many_conversations(person uuid, most int) returns boolean language sql stable as $$
  select count(*) >= most from (select from member m where m.user_id = person limit most) one
$$;
create function was_added_to_too_many(person uuid, most int) returns boolean language sql stable as $$
  select count(*) >= most from (select from member m where m.user_id = person and m.added_by is not null limit most) one
$$;

-- The first of some people who cannot be put into a room by others: unknown_person (also who is banned), too_many_rooms.
create function fault_of_people(
  people uuid[], room uuid, most_conversations int, most_by_others int, out fault text, out person uuid
)
language plpgsql stable as $$
begin
  select f.fault, f.person into fault, person
  from (
    select p.ord, p.id as person, case
      when u.id is null then 'unknown_person'
      when m.user_id is null and (
        has_too_many_conversations(p.id, most_conversations) or was_added_to_too_many(p.id, most_by_others)
      ) then 'too_many_rooms'
    end as fault
    from unnest(people) with ordinality p (id, ord)
    left join lateral (select u.id from "user" u where u.id = p.id and u.banned is not true limit 1) u on true
    left join lateral (select m.user_id from member m where m.conversation_id = room and m.user_id = p.id limit 1) m on true
  ) f
  where f.fault is not null
  order by f.ord limit 1;
end $$;

-- The conversation must be locked: its head is where the new members begin.
create function add_members(room uuid, people uuid[], adder uuid) returns void language plpgsql volatile as $$
begin
  insert into member (conversation_id, user_id, read_seq, joined_seq, added_by)
  select c.id, p.id, c.last_seq, c.last_seq, nullif(adder, p.id)
  from conversation c cross join (select distinct unnest(people) as id) p
  where c.id = room
  on conflict do nothing;
  delete from departure d where d.conversation_id = room and d.user_id = any (people);
end $$;

create function create_room(
  actor uuid, room_name text, room_topic text, room_visibility text, people uuid[], most_conversations int, most_by_others int,
  out outcome text, out person uuid, out room uuid
)
language plpgsql volatile as $$
begin
  if has_too_many_conversations(actor, most_conversations) then
    outcome := 'too_many_conversations'; return;
  end if;
  people := array_remove(people, actor);
  select f.fault, f.person into outcome, person from fault_of_people(people, null, most_conversations, most_by_others) f;
  if outcome is not null then return; end if;
  insert into conversation (kind, name, topic, visibility, owner_id)
  values ('room', room_name, room_topic, room_visibility, actor) returning id into room;
  perform add_members(room, people || actor, actor);
  outcome := 'done';
end $$;

-- A direct conversation between two people exists once, and stays when one of them is banned or gone.
create function open_direct(actor uuid, other uuid, most_conversations int, out outcome text, out place uuid)
language plpgsql volatile as $$
declare
  key text := least(actor::text, other::text) || ':' || greatest(actor::text, other::text);
begin
  outcome := 'done';
  select c.id into place from conversation c where c.direct_key = key;
  if place is not null then return; end if;
  if (select count(*) = 0 from "user" u where u.id = other and u.banned is not true) then
    outcome := 'unknown_person'; return;
  end if;
  if has_too_many_conversations(actor, most_conversations) then
    outcome := 'too_many_conversations'; return;
  end if;
  insert into conversation (kind, direct_key) values ('direct', key)
  on conflict (direct_key) do update set direct_key = excluded.direct_key returning id into place;
  insert into member (conversation_id, user_id)
  select place, u.id from "user" u where u.id in (actor, other) on conflict do nothing;
end $$;

-- Public rooms are joined by everybody, private ones by who left and was invited again.
create function join_room(actor uuid, room uuid, most_conversations int) returns text language plpgsql volatile as $$
declare
  place   conversation;
  knows   boolean;
begin
  select c.* into place from conversation c where c.id = room for no key update;
  select count(*) > 0 into knows from member m where m.conversation_id = room and m.user_id = actor;
  if knows then return 'done'; end if;
  if place.kind is distinct from 'room' then return 'not_found'; end if;
  select count(*) > 0 into knows from departure d where d.conversation_id = room and d.user_id = actor and d.welcome;
  if place.visibility <> 'public' and not knows then return 'not_found'; end if;
  if place.archived_at is not null then return 'archived'; end if;
  if has_too_many_conversations(actor, most_conversations) then return 'too_many_conversations'; end if;
  perform add_members(room, array[actor], actor);
  return 'done';
end $$;

create function leave_room(actor uuid, room uuid) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.is_member then return 'not_found'; end if;
  insert into departure (conversation_id, user_id, by_id) values (room, actor, actor)
  on conflict (conversation_id, user_id) do update set by_id = excluded.by_id, welcome = false, departed_at = now();
  delete from member m where m.conversation_id = room and m.user_id = actor;
  return 'done';
end $$;

-- patch: { name?, topic?, visibility?, archived? }. Members describe a room; who governs it decides who sees and uses it.
create function update_room(actor uuid, room uuid, patch jsonb) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.may_govern and (patch ?| array['visibility', 'archived'] or not standing.is_member) then return 'not_owner'; end if;
  if (standing.place).archived_at is not null and patch -> 'archived' is distinct from 'false' then return 'archived'; end if;
  update conversation c
  set name = coalesce(patch ->> 'name', c.name),
      topic = case when patch ? 'topic' then patch ->> 'topic' else c.topic end,
      visibility = coalesce(patch ->> 'visibility', c.visibility),
      archived_at = case patch -> 'archived' when 'true' then clock_timestamp() when 'false' then null else c.archived_at end,
      archived_by_id = case patch -> 'archived' when 'true' then actor when 'false' then null else c.archived_by_id end
  where c.id = room;
  return 'done';
end $$;

-- asked: who left before. Nobody is put back by others; they may come back by themselves.
create function invite_to_room(
  actor uuid, room uuid, people uuid[], most_conversations int, most_by_others int,
  out outcome text, out person uuid, out asked uuid[]
)
language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  outcome := case
    when standing.refusal is not null then standing.refusal
    when not standing.is_member and not standing.may_govern then 'not_found'
    when (standing.place).archived_at is not null then 'archived'
  end;
  if outcome is not null then return; end if;
  select f.fault, f.person into outcome, person from fault_of_people(people, room, most_conversations, most_by_others) f;
  if outcome is not null then return; end if;
  with welcomed as (
    update departure d set welcome = true
    where d.conversation_id = room and d.user_id = any (people) and d.by_id = d.user_id
    returning d.user_id
  )
  select coalesce(array_agg(w.user_id), '{}') into asked from welcomed w;
  perform add_members(room, array(select p from unnest(people) p where p <> all (asked)), actor);
  outcome := 'done';
end $$;

create function remove_from_room(actor uuid, room uuid, target uuid) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.may_govern then return 'not_owner'; end if;
  if (select count(*) = 0 from member m where m.conversation_id = room and m.user_id = target) then return 'no_member'; end if;
  insert into departure (conversation_id, user_id, by_id) values (room, target, actor)
  on conflict (conversation_id, user_id) do update set by_id = excluded.by_id, welcome = false, departed_at = now();
  delete from member m where m.conversation_id = room and m.user_id = target;
  return 'done';
end $$;

create function give_room(actor uuid, room uuid, target uuid) returns text language plpgsql volatile as $$
declare
  standing record;
begin
  select * into standing from lock_room(actor, room);
  if standing.refusal is not null then return standing.refusal; end if;
  if not standing.may_govern then return 'not_owner'; end if;
  if (select count(*) = 0 from member m where m.conversation_id = room and m.user_id = target) then return 'no_member'; end if;
  update conversation c set owner_id = target where c.id = room and c.owner_id is distinct from target;
  return 'done';
end $$;

-- As before, and: mentions follow an edit; a message bears at most 20 kinds of reactions (limits.reactionKinds).
-- outcome: changed, unchanged, not_found, forbidden, archived, conflict, full.
create or replace function change_message(
  actor uuid, target uuid, kind text, new_body text, new_emoji text, switched_on boolean
) returns table (outcome text, before bigint, message message)
language plpgsql volatile as $$
declare
  place    uuid;
  head     bigint;
  gone     timestamptz;
  now_     message;
  mentions boolean := false;
begin
  select m.conversation_id into place
  from message m join member on member.conversation_id = m.conversation_id and member.user_id = actor
  where m.id = target;
  if place is null then return query select 'not_found', null::bigint, null::message; return; end if;

  select c.archived_at into gone from conversation c where c.id = place for no key update;
  select m.* into now_ from message m where m.id = target;

  -- Somebody may have been removed while this waited for the lock.
  if (select count(*) = 0 from member m where m.conversation_id = place and m.user_id = actor) then
    return query select 'not_found', null::bigint, null::message; return;
  end if;
  if gone is not null then return query select 'archived', null::bigint, null::message; return; end if;
  if kind in ('edit', 'delete') and now_.author_id <> actor then
    return query select 'forbidden', null::bigint, null::message; return;
  end if;
  if now_.deleted_at is not null then
    return query select case when kind = 'delete' then 'unchanged' else 'conflict' end, null::bigint, now_; return;
  end if;

  if kind = 'edit' then
    if now_.body = new_body then return query select 'unchanged', null::bigint, now_; return; end if;
    mentions := position('<@' in now_.body) > 0 or position('<@' in new_body) > 0;
    now_.body := new_body;
    now_.edited_at := clock_timestamp();
  elsif kind = 'delete' then
    mentions := position('<@' in now_.body) > 0;
    now_.body := '';
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

  update conversation c set last_version = c.last_version + 1 where c.id = place returning c.last_version into head;
  now_.version := head;
  update message m set body = now_.body, reactions = now_.reactions, edited_at = now_.edited_at,
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
