-- People and sign-in (better-auth)

create table "user" (
  id             uuid primary key,
  name           text not null,
  email          text not null,
  email_verified boolean not null default false,
  image          text,
  role           text not null default 'member',
  banned         boolean default false,
  ban_reason     text,
  ban_expires    timestamptz(3),
  created_at     timestamptz(3) not null default current_timestamp,
  updated_at     timestamptz(3) not null default current_timestamp
);
create unique index user_email_key on "user" (email);

create table session (
  id              uuid primary key,
  token           text not null,
  user_id         uuid not null references "user" (id) on delete cascade on update cascade,
  expires_at      timestamptz(3) not null,
  ip_address      text,
  user_agent      text,
  impersonated_by text,
  created_at      timestamptz(3) not null default current_timestamp,
  updated_at      timestamptz(3) not null default current_timestamp
);
create unique index session_token_key on session (token);
create index session_user_id_idx on session (user_id);

create table account (
  id                       uuid primary key,
  account_id               text not null,
  provider_id              text not null,
  user_id                  uuid not null references "user" (id) on delete cascade on update cascade,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope                    text,
  password                 text,
  created_at               timestamptz(3) not null default current_timestamp,
  updated_at               timestamptz(3) not null default current_timestamp
);
create unique index account_provider_id_account_id_key on account (provider_id, account_id);
create index account_user_id_idx on account (user_id);

create table verification (
  id         uuid primary key,
  identifier text not null,
  value      text not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default current_timestamp,
  updated_at timestamptz(3) not null default current_timestamp
);
create index verification_identifier_idx on verification (identifier);

create table apikey (
  id                     uuid primary key,
  config_id              text not null default 'default',
  name                   text,
  start                  text,
  prefix                 text,
  key                    text not null,
  reference_id           text not null,
  refill_interval        integer,
  refill_amount          integer,
  last_refill_at         timestamptz(3),
  enabled                boolean default true,
  rate_limit_enabled     boolean default true,
  rate_limit_time_window integer,
  rate_limit_max         integer,
  request_count          integer default 0,
  remaining              integer,
  last_request           timestamptz(3),
  expires_at             timestamptz(3),
  permissions            text,
  metadata               text,
  created_at             timestamptz(3) not null default current_timestamp,
  updated_at             timestamptz(3) not null default current_timestamp
);
create unique index apikey_key_key on apikey (key);
create index apikey_reference_id_idx on apikey (reference_id);

-- Conversations and their log

create table conversation (
  id           uuid primary key default uuidv7(),
  kind         text not null check (kind in ('direct', 'room')),
  direct_key   text,
  name         text,
  topic        text,
  visibility   text not null default 'private' check (visibility in ('public', 'private')),
  archived_at  timestamptz(3),
  created_at   timestamptz(3) not null default current_timestamp,
  member_count integer not null default 0,
  last_seq     bigint not null default 0,
  last_version bigint not null default 0
) with (fillfactor = 50);                      -- heads move in place (HOT): no index on what moves
create unique index conversation_direct_key_key on conversation (direct_key);

create table member (
  conversation_id uuid not null references conversation (id) on delete cascade on update cascade,
  user_id         uuid not null references "user" (id) on delete cascade on update cascade,
  read_seq        bigint not null default 0,
  joined_at       timestamptz(3) not null default current_timestamp,
  primary key (conversation_id, user_id)
) with (fillfactor = 80);
create index member_user_id_idx on member (user_id);

create table message (
  id              uuid primary key default uuidv7(),
  conversation_id uuid not null,               -- no foreign key: append_messages holds the conversation's lock, a check per row would only cost
  seq             bigint not null,
  version         bigint not null,
  author_id       uuid not null,
  client_id       uuid not null,
  body            text not null,
  reply_to_id     uuid,
  reactions       jsonb not null default '{}',
  created_at      timestamptz(3) not null default clock_timestamp(),
  edited_at       timestamptz(3),
  deleted_at      timestamptz(3),
  xid             xid8 not null default pg_current_xact_id()   -- of the last change, for the tail
);
create unique index message_conversation_id_seq_key on message (conversation_id, seq);
create unique index message_author_id_client_id_key on message (author_id, client_id);
create index message_conversation_id_version_idx on message (conversation_id, version);
create index message_xid_conversation_id_version_idx on message (xid, conversation_id, version);

create table mention (
  conversation_id uuid not null,
  user_id         uuid not null,
  seq             bigint not null,
  primary key (user_id, conversation_id, seq)
);

-- Tickets

create table feed (
  name         text primary key,
  last_seq     bigint not null default 0,
  last_version bigint not null default 0
) with (fillfactor = 50);
insert into feed (name) values ('tickets');

create table rejection (
  id                 uuid primary key default uuidv7(),
  seq                bigint not null,
  version            bigint not null,
  event_id           text not null,
  ticket_id          text not null,
  title              text not null,
  reason_code        text not null,
  reason             text not null,
  rejected_by        text not null,
  requester          text,
  priority           text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  occurred_at        timestamptz(3) not null,
  url                text,
  source             text not null,
  received_at        timestamptz(3) not null default clock_timestamp(),
  state              text not null default 'open' check (state in ('open', 'acknowledged', 'resolved')),
  assignee_id        uuid,
  acknowledged_by_id uuid,
  acknowledged_at    timestamptz(3),
  resolved_by_id     uuid,
  resolved_at        timestamptz(3),
  conversation_id    uuid,
  xid                xid8 not null default pg_current_xact_id()
);
create unique index rejection_seq_key on rejection (seq);
create unique index rejection_version_key on rejection (version);
create unique index rejection_event_id_key on rejection (event_id);
create index rejection_xid_version_idx on rejection (xid, version);
create index rejection_state_seq_idx on rejection (state, seq);

create table dead_letter (
  id         uuid primary key default uuidv7(),
  source     text not null,
  origin     text not null,
  position   text not null,
  payload    bytea not null,
  error      text not null,
  created_at timestamptz(3) not null default current_timestamp
);
create unique index dead_letter_source_origin_position_key on dead_letter (source, origin, position);

create table consumer_offset (
  consumer_group text not null,
  topic          text not null,
  partition      integer not null,
  next_offset    bigint not null,
  primary key (consumer_group, topic, partition)
);

-- Signals: facts that every instance must act on. Triggers write them, so that no path can forget to.

create table signal (
  id              bigserial primary key,
  xid             xid8 not null default pg_current_xact_id(),
  kind            text not null check (kind in ('membership', 'conversation', 'session', 'person')),
  user_id         uuid,
  conversation_id uuid,
  reference       text,
  created_at      timestamptz(3) not null default current_timestamp
);
create index signal_xid_idx on signal (xid);

create function members_added() returns trigger language plpgsql as $$
begin
  update conversation c set member_count = member_count + a.count
  from (select conversation_id, count(*) from added group by conversation_id) a
  where c.id = a.conversation_id;
  insert into signal (kind, user_id, conversation_id) select 'membership', user_id, conversation_id from added;
  return null;
end $$;
create trigger members_added after insert on member
  referencing new table as added for each statement execute function members_added();

create function members_removed() returns trigger language plpgsql as $$
begin
  update conversation c set member_count = member_count - r.count
  from (select conversation_id, count(*) from removed group by conversation_id) r
  where c.id = r.conversation_id;
  insert into signal (kind, user_id, conversation_id) select 'membership', user_id, conversation_id from removed;
  return null;
end $$;
create trigger members_removed after delete on member
  referencing old table as removed for each statement execute function members_removed();

create function conversation_described() returns trigger language plpgsql as $$
begin
  insert into signal (kind, conversation_id) values ('conversation', new.id);
  return null;
end $$;
create trigger conversation_described after update of name, topic, visibility, archived_at on conversation
  for each row execute function conversation_described();

create function session_ended() returns trigger language plpgsql as $$
begin
  insert into signal (kind, user_id, reference) values ('session', old.user_id, old.id::text);
  return null;
end $$;
create trigger session_ended after delete on session for each row execute function session_ended();

create function api_token_ended() returns trigger language plpgsql as $$
begin
  insert into signal (kind, reference) values ('session', old.id::text);
  return null;
end $$;
create trigger api_token_deleted after delete on apikey for each row execute function api_token_ended();
create trigger api_token_disabled after update of enabled on apikey
  for each row when (new.enabled is distinct from old.enabled) execute function api_token_ended();

create function person_changed() returns trigger language plpgsql as $$
begin
  insert into signal (kind, user_id) values ('person', coalesce(new.id, old.id));
  return null;
end $$;
create trigger person_changed after update of name, image, role, banned on "user"
  for each row execute function person_changed();
create trigger person_removed after delete on "user" for each row execute function person_changed();

-- The log. READ COMMITTED. In each function the lock and the rest must stay two statements: the second needs a
-- snapshot taken after the lock was granted. Nothing may be awaited between lock and commit: commit order is seq order.

-- Group commit of sends: one row out per row in, in the order given. outcome: created, repeated, conflict, not_found,
-- reply_not_found, archived. Only created and repeated rows carry a message.
create function append_messages(
  conversation_ids uuid[], author_ids uuid[], client_ids uuid[], bodies text[], reply_to_ids uuid[]
) returns table (ord int, outcome text, id uuid, seq bigint, version bigint, created_at timestamptz)
language plpgsql volatile as $$
#variable_conflict use_column
begin
  perform 1 from conversation c where c.id = any (conversation_ids) order by c.id for no key update;  -- id order: no deadlock

  return query
  with judged as (
    select t.*,
           case
             when m.user_id is null then 'not_found'                                                 -- unknown or not a member: the same answer
             when c.archived_at is not null then 'archived'
             when t.reply is not null and not exists (
               select 1 from message r where r.id = t.reply and r.conversation_id = t.conversation
             ) then 'reply_not_found'
           end as refusal
    from unnest(conversation_ids, author_ids, client_ids, bodies, reply_to_ids)
         with ordinality t (conversation, author, client, body, reply, ord)
    left join member m on m.conversation_id = t.conversation and m.user_id = t.author
    left join conversation c on c.id = t.conversation
  ),
  input as (
    select j.*, row_number() over (partition by j.author, j.client, j.refusal is null order by j.ord) as k  -- 1 = first in this batch that may be stored
    from judged j
  ),
  known as (
    select i.ord, m.id, m.conversation_id, m.seq, m.version, m.created_at
    from input i join message m on m.author_id = i.author and m.client_id = i.client
  ),
  fresh as (
    select i.*, row_number() over (partition by i.conversation order by i.ord) as n
    from input i
    where i.k = 1 and i.refusal is null and not exists (select 1 from known o where o.ord = i.ord)
  ),
  heads as (
    update conversation c set last_seq = c.last_seq + f.count, last_version = c.last_version + f.count
    from (select conversation, count(*) from fresh group by conversation) f
    where c.id = f.conversation
    returning c.id, c.last_seq - f.count as seq, c.last_version - f.count as version
  ),
  added as (
    insert into message as m (conversation_id, seq, version, author_id, client_id, body, reply_to_id)
    select f.conversation, h.seq + f.n, h.version + f.n, f.author, f.client, f.body, f.reply
    from fresh f join heads h on h.id = f.conversation
    returning m.id, m.conversation_id, m.author_id, m.client_id, m.seq, m.version, m.created_at, m.body
  ),
  mentioned as (
    insert into mention (conversation_id, user_id, seq)
    select distinct a.conversation_id, m.user_id, a.seq
    from added a
    cross join lateral regexp_matches(a.body, '<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>', 'g') named
    join member m on m.conversation_id = a.conversation_id and m.user_id = named[1]::uuid
    where position('<@' in a.body) > 0 and m.user_id <> a.author_id
  )
  select i.ord::int,
         -- A repeat is answered like the first time, also to somebody who has left since: it was acknowledged then.
         case when coalesce(o.conversation_id, a.conversation_id) <> i.conversation then 'conflict'
              when o.id is not null then 'repeated'
              when a.id is not null and i.refusal is null and i.k = 1 then 'created'
              when a.id is not null then 'repeated'
              else coalesce(i.refusal, 'not_found') end,
         coalesce(o.id, a.id), coalesce(o.seq, a.seq), coalesce(o.version, a.version), coalesce(o.created_at, a.created_at)
  from input i
  left join added a on a.author_id = i.author and a.client_id = i.client
  left join known o on o.ord = i.ord
  order by i.ord;
end $$;

-- One durable change of an existing message. outcome: changed, unchanged, not_found, forbidden, archived, conflict.
create function change_message(
  actor uuid, target uuid, kind text, new_body text, new_emoji text, switched_on boolean
) returns table (outcome text, before bigint, message message)
language plpgsql volatile as $$
declare
  place uuid;
  head  bigint;
  gone  timestamptz;
  now_  message;
begin
  select m.conversation_id into place
  from message m join member on member.conversation_id = m.conversation_id and member.user_id = actor
  where m.id = target;
  if place is null then return query select 'not_found', null::bigint, null::message; return; end if;

  select c.archived_at into gone from conversation c where c.id = place for no key update;
  select m.* into now_ from message m where m.id = target;

  if gone is not null then return query select 'archived', null::bigint, null::message; return; end if;
  if kind in ('edit', 'delete') and now_.author_id <> actor then
    return query select 'forbidden', null::bigint, null::message; return;
  end if;
  if now_.deleted_at is not null then
    return query select case when kind = 'delete' then 'unchanged' else 'conflict' end, null::bigint, now_; return;
  end if;

  if kind = 'edit' then
    if now_.body = new_body then return query select 'unchanged', null::bigint, now_; return; end if;
    now_.body := new_body;
    now_.edited_at := clock_timestamp();
  elsif kind = 'delete' then
    now_.body := '';
    now_.reactions := '{}';
    now_.deleted_at := clock_timestamp();
    delete from mention where mention.conversation_id = place and mention.seq = now_.seq;
  elsif kind = 'react' then
    if coalesce(now_.reactions -> new_emoji ? actor::text, false) = switched_on then
      return query select 'unchanged', null::bigint, now_; return;
    end if;
    if switched_on then
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
  return query select 'changed', head - 1, now_;
end $$;

-- Ticket events, dead letters and the consumed offset of their partition in one transaction. Without a partition
-- (HTTP, RabbitMQ, Redis Streams) the last five arguments are null. A batch that does not start exactly where the
-- partition was left is 'fenced': a zombie or a rebalance; nothing is written. events: the fields of a rejection,
-- dead_letters: { origin, position, payload (base64), error }; both arrays.
create function ingest_tickets(
  source text, events jsonb, dead_letters jsonb,
  of_group text, of_topic text, of_partition int, from_offset bigint, following_offset bigint
) returns table (ord int, outcome text, rejection rejection)
language plpgsql volatile as $$
#variable_conflict use_column
declare
  consumed bigint;
begin
  perform 1 from feed f where f.name = 'tickets' for no key update;

  if of_group is not null then
    insert into consumer_offset (consumer_group, topic, partition, next_offset)
    values (of_group, of_topic, of_partition, following_offset)
    on conflict (consumer_group, topic, partition) do update set next_offset = excluded.next_offset
    where consumer_offset.next_offset = from_offset
    returning next_offset into consumed;
    if consumed is null then return query select 0, 'fenced', null::rejection; return; end if;
  end if;

  insert into dead_letter (source, origin, position, payload, error)
  select source, d.origin, d.position, decode(d.payload, 'base64'), d.error
  from jsonb_to_recordset(dead_letters) d (origin text, position text, payload text, error text)
  on conflict do nothing;

  return query
  with input as (
    select e.*, row_number() over (partition by e."eventId" order by e.ordinality) as k              -- 1 = first in this batch
    from rows from (jsonb_to_recordset(events) as (
      "eventId" text, "ticketId" text, title text, "reasonCode" text, reason text, "rejectedBy" text, requester text,
      priority text, "occurredAt" timestamptz, url text
    )) with ordinality e
  ),
  fresh as (
    select i.*, row_number() over (order by i.ordinality) as n
    from input i
    where i.k = 1 and not exists (select 1 from rejection r where r.event_id = i."eventId")
  ),
  head as (
    update feed f set last_seq = f.last_seq + c.count, last_version = f.last_version + c.count
    from (select count(*) from fresh) c
    where f.name = 'tickets' and c.count > 0
    returning f.last_seq - c.count as seq, f.last_version - c.count as version
  ),
  added as (
    insert into rejection (seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, requester,
                           priority, occurred_at, url, source)
    select h.seq + f.n, h.version + f.n, f."eventId", f."ticketId", f.title, f."reasonCode", f.reason, f."rejectedBy",
           f.requester, f.priority, f."occurredAt", f.url, source
    from fresh f cross join head h
    returning *
  )
  select i.ordinality::int, case when a.id is not null then 'created' else 'repeated' end, a::rejection
  from input i
  left join added a on a.event_id = i."eventId" and i.k = 1
  order by i.ordinality;
end $$;

-- One durable change of a rejection. seen_version, when given, is the version the actor saw; a later one is a conflict,
-- unless what the actor wants is already so by their own doing: a repeat is answered like the first time.
-- outcome: changed, unchanged, not_found, conflict.
create function change_rejection(
  actor uuid, target uuid, kind text, new_assignee uuid, new_conversation uuid, seen_version bigint
) returns table (outcome text, before bigint, rejection rejection)
language plpgsql volatile as $$
declare
  head bigint;
  now_ rejection;
  done boolean;
begin
  perform 1 from feed f where f.name = 'tickets' for no key update;
  select r.* into now_ from rejection r where r.id = target;

  if now_.id is null then return query select 'not_found', null::bigint, null::rejection; return; end if;

  done := case kind
    when 'acknowledge' then now_.state <> 'open' and now_.acknowledged_by_id is not distinct from actor
    when 'resolve' then now_.state = 'resolved' and now_.resolved_by_id is not distinct from actor
    when 'assign' then now_.assignee_id is not distinct from new_assignee
    when 'discuss' then now_.conversation_id is not null
  end;
  if done then return query select 'unchanged', null::bigint, now_; return; end if;
  if now_.version > seen_version or (kind = 'acknowledge' and now_.state <> 'open')
     or (kind = 'resolve' and now_.state = 'resolved') then
    return query select 'conflict', null::bigint, now_; return;
  end if;

  if kind = 'acknowledge' then
    now_.state := 'acknowledged';
    now_.acknowledged_by_id := actor;
    now_.acknowledged_at := clock_timestamp();
  elsif kind = 'resolve' then
    now_.state := 'resolved';
    now_.resolved_by_id := actor;
    now_.resolved_at := clock_timestamp();
  elsif kind = 'assign' then
    now_.assignee_id := new_assignee;
  elsif kind = 'discuss' then
    now_.conversation_id := new_conversation;
  else
    raise exception 'unknown kind of change: %', kind;
  end if;

  update feed f set last_version = f.last_version + 1 where f.name = 'tickets' returning f.last_version into head;
  now_.version := head;
  now_.xid := pg_current_xact_id();
  update rejection r set state = now_.state, assignee_id = now_.assignee_id, conversation_id = now_.conversation_id,
    acknowledged_by_id = now_.acknowledged_by_id, acknowledged_at = now_.acknowledged_at,
    resolved_by_id = now_.resolved_by_id, resolved_at = now_.resolved_at, version = head, xid = now_.xid
  where r.id = target;
  return query select 'changed', head - 1, now_;
end $$;
