import type { LineOf } from '../format.ts';
import { iso, noId, type Section, walk } from '../section.ts';

type Conversation = Omit<LineOf<'conversation'>, 'type'>;
type Membership = Omit<LineOf<'membership'>, 'type'>;
type Departure = Omit<LineOf<'departure'>, 'type'>;

const conversation = `
  c.id, c.kind, c.direct_key as "directKey", c.name, c.topic, c.visibility, ${iso('c.archived_at')} as "archivedAt",
  c.archived_by_id as "archivedById", c.owner_id as "ownerId", c.inviting, c.describing,
  ${iso('c.created_at')} as "createdAt"`;
const membership = `
  m.conversation_id as "conversationId", m.user_id as "userId", m.read_seq::float8 as "readSeq",
  m.read_turn as "readTurn", m.read_ranges::text as "readRanges", m.joined_seq::float8 as "joinedSeq",
  m.version::float8 as version, m.added_by as "addedBy", ${iso('m.joined_at')} as "joinedAt"`;
const departure = `
  d.conversation_id as "conversationId", d.user_id as "userId", d.by_id as "byId", d.welcome,
  ${iso('d.departed_at')} as "departedAt"`;

const ofConversation = {
  toLine: (row: Conversation) => ({ type: 'conversation' as const, ...row }),
  cursorOf: ({ id }: Conversation) => [id],
};
const ofMembership = { toLine: (row: Membership) => ({ type: 'membership' as const, ...row }) };
const ofDeparture = { toLine: (row: Departure) => ({ type: 'departure' as const, ...row }) };
const byBoth = ({ conversationId, userId }: Membership | Departure) => [conversationId, userId];

/** All rooms and direct conversations, who is in them, and who left or was put out. */
export const allConversations: readonly Section[] = [
  walk<Conversation>({
    name: 'conversations',
    text: `select ${conversation} from conversation c where c.id > $1 order by c.id limit $2`,
    start: [noId],
    ...ofConversation,
  }),
  walk<Membership>({
    name: 'memberships',
    text: `
      select ${membership} from member m where (m.conversation_id, m.user_id) > ($1::uuid, $2::uuid)
      order by m.conversation_id, m.user_id limit $3`,
    start: [noId, noId],
    ...ofMembership,
    cursorOf: byBoth,
  }),
  walk<Departure>({
    name: 'departures',
    text: `
      select ${departure} from departure d where (d.conversation_id, d.user_id) > ($1::uuid, $2::uuid)
      order by d.conversation_id, d.user_id limit $3`,
    start: [noId, noId],
    ...ofDeparture,
    cursorOf: byBoth,
  }),
];

/** One room, and who is in it. */
export const oneRoom: readonly Section[] = [
  walk<Conversation>({
    name: 'room',
    text: `select ${conversation} from conversation c where c.id = $1 and c.id > $2 limit $3`,
    hasSubject: true,
    start: [noId],
    ...ofConversation,
  }),
  walk<Membership>({
    name: 'room_memberships',
    text: `
      select ${membership} from member m where m.conversation_id = $1 and m.user_id > $2 order by m.user_id limit $3`,
    hasSubject: true,
    start: [noId],
    ...ofMembership,
    cursorOf: ({ userId }) => [userId],
  }),
];

/** What one person is in, and how far they have read. */
export const ownConversations: readonly Section[] = [
  walk<Conversation>({
    name: 'own_conversations',
    text: `
      select ${conversation} from (
        select m.conversation_id from member m where m.user_id = $1 and m.conversation_id > $2
        order by m.conversation_id limit $3
      ) m
      cross join lateral (select * from conversation c where c.id = m.conversation_id limit 1) c
      order by c.id`,
    hasSubject: true,
    start: [noId],
    ...ofConversation,
  }),
  walk<Membership>({
    name: 'own_memberships',
    text: `
      select ${membership} from member m where m.user_id = $1 and m.conversation_id > $2
      order by m.conversation_id limit $3`,
    hasSubject: true,
    start: [noId],
    ...ofMembership,
    cursorOf: ({ conversationId }) => [conversationId],
  }),
];
