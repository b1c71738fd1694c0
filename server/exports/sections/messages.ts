import type { QueryResultRow } from 'pg';
import type { Line, LineOf } from '../format.ts';
import { type Cursor, iso, noId, type Page, pageRows, type Section, type Subject, walk } from '../section.ts';

type Message = Omit<LineOf<'message'>, 'type'>;
type Head = { id: string; seq: number; version: number };

const columns = `
  m.id, m.conversation_id as "conversationId", m.seq::float8 as seq, m.version::float8 as version,
  m.author_id as "authorId", m.client_id as "clientId", m.body, m.reply_to_id as "replyToId",
  m.thread_id as "threadId", m.content, m.reactions, ${iso('m.created_at')} as "createdAt",
  ${iso('m.edited_at')} as "editedAt", ${iso('m.deleted_at')} as "deletedAt"`;
const named = `${columns}, (select u.name from "user" u where u.id = m.author_id) as "authorName"`;
const heads = 'l.id, l.last_seq::float8 as seq, l.last_version::float8 as version';

const toLine = (row: Message): LineOf<'message'> => ({ type: 'message', ...row });

/** @param reached the last seq that was read; behind the last of all stands how far the log goes */
const pageOf = (lines: Line[], { id, seq, version }: Head, reached: number): Page => {
  const end: Line[] = reached >= seq ? [{ type: 'log', kind: 'conversation', id, seq, version }] : [];
  return { lines: [...lines, ...end], next: [id, reached, seq, version] };
};

/**
 * Logs one after the other. The head is read first, and then what is up to it: what is sent meanwhile is not in the file, and what
 * is changed meanwhile is there once, as it was when it was read. So every change up to the version that the log's line says is
 * in it.
 */
class LogSection implements Section {
  readonly name: string;
  readonly #next: string;
  readonly #page: string;

  /** @param options.next selects the head of the log after $2, of those that belong to the subject $1 */
  constructor(options: { name: string; next: string; columns: string }) {
    this.name = options.name;
    this.#next = options.next;
    this.#page = `
      select ${options.columns} from message m where m.conversation_id = $1 and m.seq > $2 and m.seq <= $3
      order by m.seq limit ${pageRows}`;
  }

  async read(database: Parameters<Section['read']>[0], subject: Subject, after: Cursor | null): Promise<Page> {
    const run = <Row extends QueryResultRow>(part: string, text: string, values: unknown[]) =>
      database.query<Row>(`export_${part}_${this.name}`, text, values);
    const [id, read, until, version] = after ?? [noId, 0, 0, 0];
    if (Number(read) < Number(until)) {
      const rows = await run<Message>('part', this.#page, [id, read, until]);
      const highest = Math.max(Number(version), ...rows.map((row) => row.version));
      const reached = rows.length < pageRows ? Number(until) : (rows.at(-1)?.seq ?? Number(until));
      const place = { id: String(id), seq: Number(until), version: highest };
      return pageOf(rows.map(toLine), place, reached);
    }
    const [head] = await run<Head>('head', this.#next, [subject, id]);
    return head === undefined ? { lines: [], next: null } : pageOf([], head, 0);
  }
}

/** The messages of all conversations. */
export const allMessages: Section = new LogSection({
  name: 'messages',
  next: `
    select ${heads} from (
      select c.id from conversation c where $1::uuid is null and c.id > $2 order by c.id limit 1
    ) c
    cross join lateral (select * from log l where l.id = c.id limit 1) l`,
  columns,
});

/** Those of one room. */
export const roomMessages: Section = new LogSection({
  name: 'room_messages',
  next: `select ${heads} from log l where l.id = $1 and l.id > $2`,
  columns: named,
});

/** Those of the direct conversations that somebody is in. */
export const directMessages: Section = new LogSection({
  name: 'direct_messages',
  next: `
    select ${heads} from (
      select m.conversation_id from member m
      cross join lateral (select c.id from conversation c where c.id = m.conversation_id and c.kind = 'direct' limit 1) c
      where m.user_id = $1 and m.conversation_id > $2 order by m.conversation_id limit 1
    ) m
    cross join lateral (select * from log l where l.id = m.conversation_id limit 1) l`,
  columns: named,
});

type Own = Message & { isDirect: boolean };

/** What one person wrote elsewhere, wherever that was. */
export const ownMessages: Section = walk<Own>({
  name: 'own_messages',
  text: `
    select ${columns}, exists (
      select from conversation c join member o on o.conversation_id = c.id and o.user_id = m.author_id
      where c.id = m.conversation_id and c.kind = 'direct'
    ) as "isDirect"
    from message m where m.author_id = $1 and m.client_id > $2 order by m.client_id limit $3`,
  hasSubject: true,
  start: [noId],
  toLine: ({ isDirect, ...row }) => (isDirect ? null : toLine(row)),
  cursorOf: ({ clientId }) => [clientId],
});
