import type { LineType } from '../format.ts';

/**
 * A statement for each type of line: $1 is a list of lines as JSON. Names in quotes are fields of the lines. What triggers derive,
 * such as numbers of members, they derive here, too.
 */
export const statements = {
  picture: `
    insert into picture (id, small, large, created_at)
    select t.id, decode(t.small, 'base64'), decode(t.large, 'base64'), t."createdAt"
    from jsonb_to_recordset($1::jsonb) as t (id text, small text, large text, "createdAt" timestamptz)`,
  person: `
    with people as materialized (
      select * from jsonb_to_recordset($1::jsonb) as t (
        id uuid, name text, email text, "emailVerified" boolean, image text, title text, "statusEmoji" text,
        "statusText" text, "statusUntil" timestamptz, "timeZone" text, kind text, "ownerId" uuid, role text,
        deactivated boolean, "banReason" text, "createdAt" timestamptz, "lastSeenAt" timestamptz, "ownVersion" bigint)
    ), logs as (
      insert into log (id, kind, last_version) select p.id, 'person', p."ownVersion" from people p
      where p."ownVersion" is not null
    )
    insert into "user" (id, name, email, email_verified, image, title, status_emoji, status_text, status_until, time_zone, kind,
      owner_id, role, banned, ban_reason, created_at, last_seen_at)
    select id, name, email, "emailVerified", image, title, "statusEmoji", "statusText", "statusUntil", "timeZone", kind,
      "ownerId", role, deactivated, "banReason", "createdAt", "lastSeenAt"
    from people`,
  conversation: `
    insert into conversation (id, kind, direct_key, name, topic, visibility, archived_at, archived_by_id, owner_id, inviting,
      describing, created_at)
    select id, kind, "directKey", name, topic, visibility, "archivedAt", "archivedById", "ownerId", inviting, describing,
      "createdAt"
    from jsonb_to_recordset($1::jsonb) as t (
      id uuid, kind text, "directKey" text, name text, topic text, visibility text, "archivedAt" timestamptz,
      "archivedById" uuid, "ownerId" uuid, inviting text, describing text, "createdAt" timestamptz)`,
  membership: `
    insert into member (conversation_id, user_id, read_seq, read_turn, read_ranges, joined_seq, version, added_by, joined_at)
    select "conversationId", "userId", "readSeq", "readTurn", "readRanges"::int8multirange, "joinedSeq", version, "addedBy",
      "joinedAt"
    from jsonb_to_recordset($1::jsonb) as t (
      "conversationId" uuid, "userId" uuid, "readSeq" bigint, "readTurn" int, "readRanges" text, "joinedSeq" bigint,
      version bigint, "addedBy" uuid, "joinedAt" timestamptz)`,
  departure: `
    insert into departure (conversation_id, user_id, by_id, welcome, departed_at)
    select "conversationId", "userId", "byId", welcome, "departedAt"
    from jsonb_to_recordset($1::jsonb) as t (
      "conversationId" uuid, "userId" uuid, "byId" uuid, welcome boolean, "departedAt" timestamptz)`,
  message: `
    with messages as materialized (
      select * from jsonb_to_recordset($1::jsonb) as t (
        id uuid, "conversationId" uuid, seq bigint, version bigint, "authorId" uuid, "clientId" uuid, body text,
        "replyToId" uuid, "threadId" uuid, content jsonb, reactions jsonb, "createdAt" timestamptz, "editedAt" timestamptz,
        "deletedAt" timestamptz)
    ), stored as (
      insert into message (id, conversation_id, seq, version, author_id, client_id, body, reply_to_id, thread_id, content,
        reactions, created_at, edited_at, deleted_at)
      select id, "conversationId", seq, version, "authorId", "clientId", body, "replyToId", "threadId", nullif(content, 'null'),
        reactions, "createdAt", "editedAt", "deletedAt"
      from messages
    )
    insert into mention (conversation_id, user_id, seq)
    select distinct t."conversationId", m.user_id, t.seq
    from messages t
    cross join lateral regexp_matches(
      t.body, '<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>', 'g') named
    cross join lateral (
      select m.user_id from member m where m.conversation_id = t."conversationId" and m.user_id = named[1]::uuid limit 1
    ) m
    where m.user_id <> t."authorId"`,
  log: `
    update log l set last_seq = t.seq, last_version = t.version
    from jsonb_to_recordset($1::jsonb) as t (id uuid, seq bigint, version bigint) where l.id = t.id`,
  entry: `
    insert into personal_entry (log, key, version, content, deleted)
    select log, key, version, content, deleted
    from jsonb_to_recordset($1::jsonb) as t (log uuid, key text, version bigint, content jsonb, deleted boolean)`,
  ticket: `
    with tickets as materialized (
      select * from jsonb_to_recordset($1::jsonb) as t (
        id uuid, seq bigint, version bigint, "eventId" text, "ticketId" text, title text, "reasonCode" text, reason text,
        "rejectedBy" text, requester text, priority text, "occurredAt" timestamptz, url text, source text, attributes text,
        raw text, "contentHash" text, conflicts int, "receivedAt" timestamptz, state text, "assigneeId" uuid,
        "acknowledgedById" uuid, "acknowledgedAt" timestamptz, "resolvedById" uuid, "resolvedAt" timestamptz,
        "conversationId" uuid, "openAfter" bigint, "wakesAt" timestamptz, "wakesAfter" int, "duplicateOfId" uuid,
        resolution text, "resolutionText" text, repeats bigint, "repeatedAt" timestamptz)
    ), repeated as (
      insert into rejection_repeat (rejection_id, count, last_at)
      select t.id, t.repeats, t."repeatedAt" from tickets t where t.repeats is not null
    ), counted as (
      update log l set closed = l.closed + (select count(*) from tickets where state <> 'open') where l.kind = 'feed'
    )
    insert into rejection (id, seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, requester, priority,
      occurred_at, url, source, attributes, raw, content_hash, conflicts, received_at, state, assignee_id, acknowledged_by_id,
      acknowledged_at, resolved_by_id, resolved_at, conversation_id, open_after, wakes_at, wakes_after, duplicate_of_id,
      resolution, resolution_text)
    select id, seq, version, "eventId", "ticketId", title, "reasonCode", reason, "rejectedBy", requester, priority, "occurredAt",
      url, source, attributes::jsonb, raw::json, decode("contentHash", 'hex'), conflicts, "receivedAt", state, "assigneeId",
      "acknowledgedById", "acknowledgedAt", "resolvedById", "resolvedAt", "conversationId", "openAfter",
      "wakesAt", "wakesAfter", "duplicateOfId", resolution, "resolutionText"
    from tickets`,
  deed: `
    insert into rejection_deed (rejection_id, version, kind, actor_id, state, assignee_id, at, detail, client_id, of_version)
    select "rejectionId", version, kind, "actorId", state, "assigneeId", at, nullif(detail, 'null'), "clientId", "ofVersion"
    from jsonb_to_recordset($1::jsonb) as t (
      "rejectionId" uuid, version bigint, kind text, "actorId" uuid, state text, "assigneeId" uuid, at timestamptz,
      detail jsonb, "clientId" uuid, "ofVersion" bigint)`,
  conflict: `
    insert into conflicting_event (id, rejection_id, content_hash, raw, received_at)
    select id, "rejectionId", decode("contentHash", 'hex'), raw::json, "receivedAt"
    from jsonb_to_recordset($1::jsonb) as t (
      id uuid, "rejectionId" uuid, "contentHash" text, raw text, "receivedAt" timestamptz)`,
} as const satisfies Partial<Record<LineType, string>>;

/** Types whose lines are written as they come. */
export type Stored = keyof typeof statements;
export const isStored = (type: LineType): type is Stored => type in statements;

/** At last, so that nobody is put into the rooms of newcomers. */
export const settleWorkspace = `
  update workspace w
  set name = t.name, sign_up = t."signUp", domains = t.domains, default_rooms = t."defaultRooms", rooms_by = t."roomsBy",
      invites_by = t."invitesBy", steps = t.steps, logo = t.logo, ticket_outcomes = nullif(t."ticketOutcomes", 'null'),
      acknowledge_hours = t."acknowledgeHours"
  from jsonb_to_record($1::jsonb) as t (
    name text, "signUp" text, domains text[], "defaultRooms" uuid[], "roomsBy" text, "invitesBy" text, steps text[], logo text,
    "ticketOutcomes" jsonb, "acknowledgeHours" int)`;

/** A room gets an owner with its first member; these had none. */
export const settleOwnerless = 'update conversation c set owner_id = null where c.id = any ($1::uuid[])';

export const isAnythingThere = `
  select exists (select from "user") or exists (select from conversation) or exists (select from message)
    or exists (select from rejection) as there`;
export const firstAdmin = `
  select u.id, u.name, u.email from "user" u
  where u.role = 'admin' and u.kind = 'person' and u.banned is not true order by u.created_at, u.id limit 1`;
