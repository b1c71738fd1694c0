import {
  type Data,
  type Failure,
  failure,
  failureWith,
  type Message,
  notFound,
  type Payload,
  type Result,
  success,
} from '../../protocol/index.ts';
import type { Publish } from '../engine/log/batch.ts';
import type { GroupCommit } from '../engine/log/group-commit.ts';
import { fromEnd, fromMiddle, fromStart } from '../engine/log/page.ts';
import type { Database } from '../engine/store/database.ts';
import type { Departures, ReadMarks } from '../rooms/index.ts';
import { type MessageRow, messageColumns, toMessage } from './message-row.ts';
import { MissedMessages } from './missed-messages.ts';
import type { Send } from './send.ts';

type PageRow = { head_seq: string; head_version: string } & (MessageRow | { id: null });
type Change = { kind: 'edit' | 'delete' | 'react'; messageId: string; body?: string; emoji?: string; on?: boolean };
type ChangeRow = {
  outcome: 'changed' | 'unchanged' | 'not_found' | 'forbidden' | 'archived' | 'conflict' | 'full';
  before: string | null;
} & (MessageRow | { id: null });

// seq has no holes, so a page is a range: no OFFSET, no counting, the same cost at any depth.
const history = `
  with head as (
    select l.id, l.last_seq as head_seq, l.last_version as head_version
    from member m join log l on l.id = m.conversation_id
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

// Both by their primary keys: the cost does not depend on how much was written.
const located = `
  select ${messageColumns}
  from member r
  cross join lateral (select * from message where id = $3 limit 1) m
  where r.conversation_id = $1 and r.user_id = $2 and m.conversation_id = r.conversation_id`;

const placed = `
  select m.conversation_id as log, m.version::text
  from (select * from message where id = $2 limit 1) m
  cross join lateral (select from member r where r.conversation_id = m.conversation_id and r.user_id = $1 limit 1) r`;

const kindOf = ({ beforeSeq, afterSeq, aroundSeq }: Payload<'message:history'>): Kind => {
  if (beforeSeq !== undefined) return 'before';
  if (afterSeq !== undefined) return 'after';
  return aroundSeq === undefined ? 'newest' : 'around';
};

const change = `
  select c.outcome, c.before, (c.message).*
  from change_message($1::uuid, $2::uuid, $3, $4, $5, $6, $7::jsonb) c`;

type Kind = 'before' | 'after' | 'around' | 'newest';

/** The messages of a page, as many as fit, from where the reader is. */
const messagesIn = (rows: PageRow[], readerId: string, kind: Kind, place: number): Message[] => {
  const messages = rows.flatMap((row) => (row.id === null ? [] : [toMessage(row, readerId)]));
  if (kind === 'after') return fromStart(messages);
  if (kind !== 'around') return fromEnd(messages);
  return fromMiddle(messages, place - (messages[0]?.seq ?? 0));
};

type Options = {
  database: Database;
  commits: GroupCommit<Send, Message>;
  publish: Publish;
  readMarks: ReadMarks;
  departures: Departures;
};

/** Sending, reading and changing messages. Membership is checked by the same statement that reads or writes. */
export class Messages {
  readonly #database: Database;
  readonly #commits: GroupCommit<Send, Message>;
  readonly #publish: Publish;
  readonly #readMarks: ReadMarks;
  readonly #missed: MissedMessages;
  readonly #departures: Departures;

  constructor(options: Options) {
    this.#database = options.database;
    this.#commits = options.commits;
    this.#publish = options.publish;
    this.#readMarks = options.readMarks;
    this.#departures = options.departures;
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
      threadId: null,
      content: null,
    });
    if (!result.ok) return this.#explained(result, authorId, conversationId);
    this.#readMarks.follow(authorId, conversationId, result.data.seq);
    return result;
  }

  /** A page of a conversation, in `seq` order; without a place, the newest one. */
  async history(readerId: string, payload: Payload<'message:history'>): Promise<Result<Data<'message:history'>>> {
    const { conversationId, beforeSeq, afterSeq, aroundSeq, limit } = payload;
    const kind = kindOf(payload);
    const place = beforeSeq ?? afterSeq ?? aroundSeq ?? 0;
    const rows = await this.#database.query<PageRow>('message_history', history, [
      conversationId,
      readerId,
      kind,
      place,
      limit,
    ]);
    const first = rows[0];
    if (!first) return this.#departures.explain(readerId, conversationId);
    const messages = messagesIn(rows, readerId, kind, place);
    const lastSeq = Number(first.head_seq);
    return success({
      messages,
      version: Number(first.head_version),
      hasOlder: (messages[0]?.seq ?? (kind === 'after' ? lastSeq + 1 : 1)) > 1,
      hasNewer: (messages.at(-1)?.seq ?? (kind === 'before' ? 0 : lastSeq)) < lastSeq,
    });
  }

  /** One message of a conversation, as it is now. */
  async locate(readerId: string, payload: Payload<'message:locate'>): Promise<Result<Message>> {
    const { conversationId, messageId } = payload;
    const [row] = await this.#database.query<MessageRow>('message_locate', located, [
      conversationId,
      readerId,
      messageId,
    ]);
    return row ? success(toMessage(row, readerId)) : this.#departures.explain(readerId, conversationId);
  }

  /** @returns the log that holds a message, and the version of its last change; undefined for who may not read it */
  async placeOf(readerId: string, messageId: string): Promise<{ log: string; version: number } | undefined> {
    const [row] = await this.#database.query<{ log: string; version: string }>('message_place', placed, [
      readerId,
      messageId,
    ]);
    return row && { log: row.log, version: Number(row.version) };
  }

  /** The current state of every message changed after a version, in `version` order. */
  async changes(readerId: string, payload: Payload<'message:changes'>): Promise<Result<Data<'message:changes'>>> {
    const result = await this.#missed.after(readerId, payload);
    return result.ok ? result : this.#explained(result, readerId, payload.conversationId);
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
      // What the contract's edits say nothing of stays as it is.
      null,
    ]);
    const row = rows[0];
    if (!row || row.outcome === 'not_found') return notFound();
    if (row.outcome === 'forbidden') return failure('forbidden', 'only its author may change a message');
    if (row.outcome === 'archived')
      return failureWith({ reason: 'archived' }, 'conflict', 'the conversation is archived');
    if (row.outcome === 'conflict') return failureWith({ reason: 'deleted' }, 'conflict', 'the message was deleted');
    if (row.outcome === 'full')
      return failureWith(
        { reason: 'too_many_reactions' },
        'conflict',
        'emoji: the message bears too many different ones',
      );
    if (row.id === null) return notFound();
    const message = toMessage(row);
    if (row.outcome === 'changed')
      this.#publish([
        { log: message.conversationId, after: Number(row.before), version: message.version, entries: [message] },
      ]);
    return success(toMessage(row, actorId));
  }

  /** A refusal with its true reason, where the code alone would leave the reader guessing. */
  async #explained(result: Failure, userId: string, conversationId: string): Promise<Failure> {
    const { message, data } = result.error;
    if (data?.reason === 'archived') return this.#departures.withArchivist(result, conversationId);
    return message === notFound().error.message ? this.#departures.explain(userId, conversationId) : result;
  }
}
