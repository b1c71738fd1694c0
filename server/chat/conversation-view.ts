import { type Conversation, limits } from '../../protocol/index.ts';
import type { Database } from '../store/database.ts';
import { createLookUp } from '../store/look-up.ts';

type ConversationRow = {
  viewer: string;
  id: string;
  kind: 'direct' | 'room';
  name: string | null;
  topic: string | null;
  visibility: 'public' | 'private';
  archived_at: Date | null;
  member_count: number;
  /** Ids with spaces between: an array would cost the driver ten times as much to read. */
  member_ids: string | null;
  last_seq: string;
  last_version: string;
  read_seq: string;
  mentions: string;
};

const columns = `c.id, c.kind, c.name, c.topic, c.visibility, c.archived_at, c.member_count, c.last_seq, c.last_version,
  case when c.member_count <= ${limits.listedMembers} then
    (select string_agg(o.user_id::text, ' ') from member o where o.conversation_id = c.id)
  end as member_ids`;

const read = `
  select m.user_id as viewer, ${columns}, m.read_seq,
    (select count(*) from mention n where n.user_id = m.user_id and n.conversation_id = c.id and n.seq > m.read_seq) as mentions
  from member m join conversation c on c.id = m.conversation_id
  where m.user_id = any ($1::uuid[]) and ($2::uuid[] is null or m.conversation_id = any ($2::uuid[]))
  order by c.id`;

const readPublic = `
  select $1::uuid as viewer, ${columns}, coalesce(m.read_seq, c.last_seq) as read_seq, 0 as mentions,
    m.user_id is not null as joined
  from conversation c left join member m on m.conversation_id = c.id and m.user_id = $1::uuid
  where c.kind = 'room' and c.visibility = 'public' and c.archived_at is null
    and ($2::text is null or c.name ilike $2) and ($3::text is null or lower(c.name) > lower($3))
  order by lower(c.name), c.id limit $4`;

const toConversation = (row: ConversationRow): Conversation => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  topic: row.topic,
  visibility: row.visibility,
  archivedAt: row.archived_at?.toISOString() ?? null,
  memberIds: row.member_ids?.split(' ') ?? [],
  memberCount: row.member_count,
  lastSeq: Number(row.last_seq),
  version: Number(row.last_version),
  readSeq: Number(row.read_seq),
  unread: Math.max(0, Number(row.last_seq) - Number(row.read_seq)),
  mentions: Number(row.mentions),
});

const byViewer = (rows: ConversationRow[]): Map<string, Conversation[]> => {
  const views = new Map<string, Conversation[]>();
  for (const row of rows) {
    const view = views.get(row.viewer);
    if (view === undefined) views.set(row.viewer, [toConversation(row)]);
    else view.push(toConversation(row));
  }
  return views;
};

/** Somebody in ten thousand conversations shares the query, and so the wait, with no more than these. */
const maxViewers = 100;

/** Conversations as their members see them. One query, whatever the number of conversations or viewers. */
export class ConversationView {
  readonly #database: Database;
  /** @returns all conversations of a person */
  readonly all: (viewerId: string) => Promise<Conversation[]>;

  constructor(database: Database) {
    this.#database = database;
    this.all = createLookUp(async (viewerIds) => {
      const views = byViewer(await this.#read(viewerIds, null));
      return viewerIds.map((id) => views.get(id) ?? []);
    }, maxViewers);
  }

  /** @returns the conversation, or null when the viewer is not a member of it */
  async one(viewerId: string, conversationId: string): Promise<Conversation | null> {
    const row = (await this.#read([viewerId], [conversationId]))[0];
    return row ? toConversation(row) : null;
  }

  /** @returns viewer → that viewer's conversations among the given ones */
  async several(viewerIds: string[], conversationIds: string[]): Promise<Map<string, Conversation[]>> {
    return byViewer(await this.#read(viewerIds, conversationIds));
  }

  /**
   * @param pattern ILIKE pattern for the name, or null for every public room
   * @param after name of the last room of the page before, or null
   */
  async publicRooms(viewerId: string, pattern: string | null, after: string | null, limit: number) {
    const rows = await this.#database.query<ConversationRow & { joined: boolean }>('conversation_browse', readPublic, [
      viewerId,
      pattern,
      after,
      limit,
    ]);
    return rows.map((row) => ({ ...toConversation(row), joined: row.joined }));
  }

  async #read(viewerIds: readonly string[], conversationIds: string[] | null): Promise<ConversationRow[]> {
    return this.#database.query<ConversationRow>('conversation_view', read, [viewerIds, conversationIds]);
  }
}
