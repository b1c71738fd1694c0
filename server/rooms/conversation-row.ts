import { type Conversation, type LastMessage, limits, type Permitted } from '../../protocol/index.ts';
import { unreadMentions, unreadMessages } from './unread.ts';

type LastRow = { seq: number; author_id: string; body: string; created_at: string; deleted: boolean };

/** A row of {@link conversationColumns}. */
export type ConversationRow = {
  viewer: string;
  id: string;
  kind: 'direct' | 'room';
  direct_key: string | null;
  name: string | null;
  topic: string | null;
  visibility: 'public' | 'private';
  archived_at: Date | null;
  owner_id: string | null;
  inviting: Permitted;
  describing: Permitted;
  member_count: number;
  /** Ids with spaces between: an array would cost the driver ten times as much to read. In small ones each with its mark. */
  members: string | null;
  last_seq: string;
  last_version: string;
  read_turn: number;
  read_seq: string;
  unread: string;
  mentions: string;
  last: LastRow | null;
};

/** What `c` must be in the selects below: a conversation with the head of its log. */
export const conversationWithHead =
  'select c.*, l.last_seq, l.last_version from conversation c join log l on l.id = c.id';

const describedBy =
  'c.id, c.kind, c.direct_key, c.name, c.topic, c.visibility, c.archived_at, c.owner_id, c.inviting, c.describing, c.member_count, c.last_seq, c.last_version';

const lastFields = (of: string, deleted: string) =>
  `json_build_object('seq', ${of}.seq, 'author_id', ${of}.author_id, 'body', left(${of}.body, ${limits.previewText}), ${deleted})`;

// What a follower keeps is the present while the conversation has not gone on since; else the log is asked. Each is a look-up
// for each conversation; subqueries, so that no plan can read all of them to join them.
const lastMessage = `coalesce(
  (select ${lastFields('s', `'created_at', s.at, 'deleted', s.deleted`)}
   from conversation_summary s where s.conversation_id = c.id and s.version = c.last_version),
  (select ${lastFields('l', `'created_at', l.created_at, 'deleted', l.deleted_at is not null`)}
   from message l where l.conversation_id = c.id and l.seq = c.last_seq))`;

/** What a member sees, for a select from `member m` and {@link conversationWithHead} as `c`. */
export const conversationColumns = `m.user_id as viewer, ${describedBy},
  case when c.member_count <= ${limits.listedMembers} then (
    select string_agg(
      case when c.member_count <= ${limits.readMarkMembers} then o.user_id::text || ' ' || o.read_seq::text else o.user_id::text end, ' ')
    from member o where o.conversation_id = c.id)
  end as members,
  m.read_turn, m.read_seq, ${unreadMessages} as unread, ${unreadMentions} as mentions, ${lastMessage} as last`;

/** What somebody sees who looks at a room from outside, for a select from {@link conversationWithHead} as `c`. */
export const strangersColumns = `${describedBy}, null as members, 0 as read_turn, c.last_seq as read_seq, 0 as unread, 0 as mentions,
  null::json as last`;

const membersIn = ({ members, member_count: count }: ConversationRow): [string, number?][] => {
  const words = members?.split(' ') ?? [];
  if (count > limits.readMarkMembers) return words.map((id) => [id]);
  return words.flatMap((word, at) => (at % 2 === 0 ? [[word, Number(words[at + 1])] satisfies [string, number]] : []));
};

const lastIn = ({ last }: ConversationRow): LastMessage | null =>
  last && {
    seq: last.seq,
    authorId: last.author_id,
    // PostgreSQL counts characters, and the contract what UTF-16 needs for them; half a character is none.
    text: last.body.slice(0, limits.previewText).toWellFormed(),
    at: new Date(last.created_at).toISOString(),
    deleted: last.deleted,
  };

/** All others in a direct conversation; in one with oneself, oneself. */
const peersIn = ({ direct_key: key, viewer }: ConversationRow): string[] => {
  if (key === null) return [];
  const others = key.split(':').filter((id) => id !== viewer);
  return others.length > 0 ? others : [viewer];
};

/** @returns the conversation in the contract's form */
export const toConversation = (row: ConversationRow): Conversation => {
  const members = membersIn(row);
  const peerIds = peersIn(row);
  const readMarks = members.flatMap(([id, seq]) => (seq === undefined || id === row.viewer ? [] : [[id, seq]]));
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    topic: row.topic,
    visibility: row.visibility,
    archivedAt: row.archived_at?.toISOString() ?? null,
    ownerId: row.owner_id,
    inviting: row.inviting,
    describing: row.describing,
    peerId: peerIds.length === 1 ? (peerIds[0] ?? null) : null,
    peerIds,
    memberIds: members.map(([id]) => id),
    memberCount: row.member_count,
    lastSeq: Number(row.last_seq),
    version: Number(row.last_version),
    readTurn: row.read_turn,
    readSeq: Number(row.read_seq),
    unread: Number(row.unread),
    mentions: Number(row.mentions),
    readMarks: Object.fromEntries(readMarks),
    last: lastIn(row),
  };
};
