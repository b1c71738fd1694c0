import {
  type Data,
  failure,
  type Message,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Publish } from '../log/batch.ts';
import type { GroupCommit } from '../log/group-commit.ts';
import { type MessageRow, messageColumns, toMessage } from '../log/message-row.ts';
import type { Database } from '../store/database.ts';
import { MissedMessages } from './missed-messages.ts';
import type { ReadMarks } from './read-marks.ts';

type PageRow = { head_seq: string; head_version: string } & (MessageRow | { id: null });
type Change = { kind: 'edit' | 'delete' | 'react'; messageId: string; body?: string; emoji?: string; on?: boolean };
type ChangeRow = {
  outcome: 'changed' | 'unchanged' | 'not_found' | 'forbidden' | 'archived' | 'conflict';
  before: string | null;
} & (MessageRow | { id: null });

// seq has no holes, so a page is a range: no OFFSET, no counting, the same cost at any depth.
const history = `
  with head as (
    select c.id, c.last_seq as head_seq, c.last_version as head_version
    from member m join conversation c on c.id = m.conversation_id
    where m.conversation_id = $1 and m.user_id = $2),
  place as (
    select *, case $3::text
      when 'before' then least($4::bigint, head_seq + 1) - $5::bigint
      when 'after' then $4::bigint + 1
      when 'around' then greatest(1, least($4::bigint - $5::bigint / 2, head_seq - $5::bigint + 1))
      else head_seq - $5::bigint + 1 end as lower_seq
    from head)
  select p.head_seq, p.head_version, m.*
  from place p left join lateral (
    select ${messageColumns} from message m
    where m.conversation_id = p.id and m.seq >= p.lower_seq and m.seq < p.lower_seq + $5::bigint
  ) m on true
  order by m.seq`;

const change = `
  select c.outcome, c.before, (c.message).*
  from change_message($1::uuid, $2::uuid, $3, $4, $5, $6) c`;

const messagesIn = (rows: PageRow[]): Message[] => rows.flatMap((row) => (row.id === null ? [] : [toMessage(row)]));

/** Sending, reading and changing messages. Membership is checked by the same statement that reads or writes. */
export class Messages {
  readonly #database: Database;
  readonly #commits: GroupCommit;
  readonly #publish: Publish;
  readonly #readMarks: ReadMarks;
  readonly #missed: MissedMessages;

  constructor(options: { database: Database; commits: GroupCommit; publish: Publish; readMarks: ReadMarks }) {
    this.#database = options.database;
    this.#commits = options.commits;
    this.#publish = options.publish;
    this.#readMarks = options.readMarks;
    this.#missed = new MissedMessages(options.database);
  }

  /**
   * Commits a message. Sending again with the same clientId yields the same message.
   * Who writes has read: the author's read mark follows.
   */
  async send(authorId: string, payload: Payload<'message:send'>): Promise<Result<Message>> {
    if (payload.attachmentIds !== undefined && payload.attachmentIds.length > 0)
      return failure('not_found', 'attachmentIds: not found');
    const { conversationId, clientId, body } = payload;
    const result = await this.#commits.append({
      conversationId,
      authorId,
      clientId,
      body,
      replyToId: payload.replyToId ?? null,
    });
    if (result.ok) this.#readMarks.follow(authorId, conversationId, result.data.seq);
    return result;
  }

  /** A page of a conversation, in `seq` order; without a place, the newest one. */
  async history(readerId: string, payload: Payload<'message:history'>): Promise<Result<Data<'message:history'>>> {
    const { conversationId, beforeSeq, afterSeq, aroundSeq, limit } = payload;
    const kind =
      beforeSeq !== undefined
        ? 'before'
        : afterSeq !== undefined
          ? 'after'
          : aroundSeq !== undefined
            ? 'around'
            : 'newest';
    const place = beforeSeq ?? afterSeq ?? aroundSeq ?? 0;
    const rows = await this.#database.query<PageRow>('message_history', history, [
      conversationId,
      readerId,
      kind,
      place,
      limit,
    ]);
    const first = rows[0];
    if (!first) return notFound();
    const messages = messagesIn(rows);
    const lastSeq = Number(first.head_seq);
    return success({
      messages,
      version: Number(first.head_version),
      hasOlder: (messages[0]?.seq ?? (kind === 'after' ? lastSeq + 1 : 1)) > 1,
      hasNewer: (messages.at(-1)?.seq ?? (kind === 'before' ? 0 : lastSeq)) < lastSeq,
    });
  }

  /** The current state of every message changed after a version, in `version` order. */
  changes(readerId: string, payload: Payload<'message:changes'>): Promise<Result<Data<'message:changes'>>> {
    return this.#missed.after(readerId, payload);
  }

  async edit(actorId: string, { messageId, body }: Payload<'message:edit'>): Promise<Result<Message>> {
    return this.#change(actorId, { kind: 'edit', messageId, body });
  }

  /** Leaves a tombstone: the message keeps its place, without its body. */
  async delete(actorId: string, { messageId }: Payload<'message:delete'>): Promise<Result<Message>> {
    return this.#change(actorId, { kind: 'delete', messageId });
  }

  async react(actorId: string, { messageId, emoji, on }: Payload<'message:react'>): Promise<Result<Message>> {
    return this.#change(actorId, { kind: 'react', messageId, emoji, on });
  }

  async #change(actorId: string, { kind, messageId, body, emoji, on }: Change): Promise<Result<Message>> {
    const rows = await this.#database.query<ChangeRow>('message_change', change, [
      actorId,
      messageId,
      kind,
      body ?? null,
      emoji ?? null,
      on ?? null,
    ]);
    const row = rows[0];
    if (!row || row.outcome === 'not_found') return notFound();
    if (row.outcome === 'forbidden') return failure('forbidden', 'only its author may change a message');
    if (row.outcome === 'archived') return failure('conflict', 'the conversation is archived');
    if (row.outcome === 'conflict') return failure('conflict', 'the message was deleted');
    if (row.id === null) return notFound();
    const message = toMessage(row);
    if (row.outcome === 'changed')
      this.#publish([
        { log: message.conversationId, after: Number(row.before), version: message.version, entries: [message] },
      ]);
    return success(message);
  }
}
