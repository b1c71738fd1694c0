import { setTimeout as delay } from 'node:timers/promises';
import { failure, type Message, notFound, type Result, success } from '../../protocol/index.ts';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { type Database, isPassing, sqlState } from '../store/database.ts';
import type { Batch, Publish } from './batch.ts';
import { type MessageRow, messageColumns, toMessage } from './message-row.ts';

/** One send, already parsed; the author is who the session says. */
export type Send = {
  conversationId: string;
  authorId: string;
  clientId: string;
  body: string;
  replyToId: string | null;
};

type AppendRow = {
  outcome: 'created' | 'repeated' | 'conflict' | 'not_found' | 'reply_not_found' | 'archived';
  id: string | null;
  seq: string | null;
  version: string | null;
  created_at: Date | null;
};

/** What became of a batch: an answer for each send, in the order given, and what was newly committed. */
export type Committed = { results: Result<Message>[]; batches: Batch<Message>[] };

const retryAfterMs = 500;
const attempts = 3;
const statement = 'select * from append_messages($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[])';
const uniqueViolation = '23505';
const lockNotAvailable = '55P03';

const unavailable = () => failure('unavailable', 'the message could not be committed now', retryAfterMs);

const created = (send: Send, row: AppendRow): Message | null =>
  row.id === null || row.seq === null || row.version === null || row.created_at === null
    ? null
    : {
        id: row.id,
        conversationId: send.conversationId,
        seq: Number(row.seq),
        version: Number(row.version),
        authorId: send.authorId,
        clientId: send.clientId,
        body: send.body,
        replyToId: send.replyToId,
        attachments: [],
        reactions: [],
        createdAt: row.created_at.toISOString(),
        editedAt: null,
        deletedAt: null,
      };

const refusals = {
  conflict: () => failure('conflict', 'clientId: was used in another conversation'),
  not_found: notFound,
  reply_not_found: () => failure('not_found', 'replyToId: not found'),
  archived: () => failure('conflict', 'the conversation is archived'),
};

/**
 * Commits many sends in one round trip, with the PL/pgSQL function append_messages (see design.md, section 5).
 * Every send gets its own answer; one that cannot be stored does not fail its neighbours. Repeating is safe: the
 * same (author, clientId) yields the same message.
 */
export class Appender {
  readonly #database: Database;
  readonly #metrics: Metrics;
  readonly #log: Logger;

  constructor(database: Database, metrics: Metrics, log: Logger) {
    this.#database = database;
    this.#metrics = metrics;
    this.#log = log;
  }

  /**
   * Commits the sends, in the order given, and repeats or splits them as the database's answer demands.
   * Never throws: what cannot be committed now is answered `unavailable`.
   * @param publish called once per attempt that committed something, before this returns
   */
  async commit(sends: Send[], publish: Publish, attempt = 1): Promise<Result<Message>[]> {
    try {
      return await this.#commitNow(sends, publish);
    } catch (error) {
      return this.#recover(sends, publish, attempt, error);
    }
  }

  /**
   * Like {@link commit}, for a batch that others wait behind.
   * @returns `held` when another session has held the row of one of the conversations for too long; nothing was stored
   */
  async commitUnlessHeld(sends: Send[], publish: Publish): Promise<Result<Message>[] | 'held'> {
    try {
      return await this.#commitNow(sends, publish);
    } catch (error) {
      return sqlState(error) === lockNotAvailable ? 'held' : this.#recover(sends, publish, 1, error);
    }
  }

  async #commitNow(sends: Send[], publish: Publish): Promise<Result<Message>[]> {
    const { results, batches } = await this.#once(sends);
    if (batches.length > 0) publish(batches);
    return results;
  }

  async #once(sends: Send[]): Promise<Committed> {
    const end = this.#metrics.batchSeconds.startTimer();
    const rows = await this.#database.query<AppendRow>('append', statement, [
      sends.map((send) => send.conversationId),
      sends.map((send) => send.authorId),
      sends.map((send) => send.clientId),
      sends.map((send) => send.body),
      sends.map((send) => send.replyToId),
    ]);
    end();
    this.#metrics.batchSize.observe(sends.length);
    return this.#answer(sends, rows);
  }

  async #answer(sends: Send[], rows: AppendRow[]): Promise<Committed> {
    const batches = new Map<string, Batch<Message>>();
    const repeated = rows.flatMap((row) => (row.outcome === 'repeated' && row.id !== null ? [row.id] : []));
    const known = repeated.length > 0 ? await this.#read(repeated) : new Map<string, Message>();
    const results = sends.map((send, index): Result<Message> => {
      const row = rows[index];
      if (row === undefined) return unavailable();
      if (row.outcome !== 'created' && row.outcome !== 'repeated') return refusals[row.outcome]();
      const message = row.outcome === 'created' ? created(send, row) : known.get(row.id ?? '');
      // Never acknowledge a null seq.
      if (message === null || message === undefined) return unavailable();
      if (row.outcome === 'created') addTo(batches, message);
      return success(message);
    });
    return { results, batches: [...batches.values()] };
  }

  /** The stored messages, for repeats: whatever was stored first is the answer. */
  async #read(ids: string[]): Promise<Map<string, Message>> {
    const rows = await this.#database.query<MessageRow>(
      'append_read',
      `select ${messageColumns} from message m where m.id = any ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, toMessage(row)]));
  }

  async #recover(sends: Send[], publish: Publish, attempt: number, error: unknown): Promise<Result<Message>[]> {
    const state = sqlState(error);
    const passing = isPassing(error) || state === uniqueViolation;
    this.#log.warn({ err: error, sends: sends.length, attempt, passing }, 'a batch of sends was not committed');
    if (passing && attempt >= attempts) return sends.map(unavailable);
    const next = passing ? attempt + 1 : attempt;
    const parts = split(sends);
    const isOneConversation = parts.every(([send]) => send?.conversationId === sends[0]?.conversationId);
    // The link broke, perhaps during COMMIT: the whole batch again, with the same ids. A row that is held is held for
    // each half of the batch, too.
    if (passing && (state === undefined || (state === lockNotAvailable && isOneConversation))) {
      await delay(50 * attempt);
      return this.commit(sends, publish, next);
    }
    if (parts.length > 1) return this.#separately(sends, parts, publish, next);
    if (!passing) return [failure('internal', 'the message could not be stored')];
    await delay(50 * attempt);
    return this.commit(sends, publish, next);
  }

  async #separately(sends: Send[], parts: Send[][], publish: Publish, attempt: number): Promise<Result<Message>[]> {
    const answers = new Map<Send, Result<Message>>();
    // By conversation at once, within one conversation one after the other: its order is the order of the sends.
    const sameConversation = new Set(parts.map((part) => part[0]?.conversationId)).size === 1;
    const commitPart = async (part: Send[]) => {
      const results = await this.commit(part, publish, attempt);
      part.forEach((send, index) => {
        answers.set(send, results[index] ?? unavailable());
      });
    };
    if (sameConversation) for (const part of parts) await commitPart(part);
    else await Promise.all(parts.map(commitPart));
    return sends.map((send) => answers.get(send) ?? unavailable());
  }
}

// A batch of several conversations by conversation, so that a locked one does not hold up the rest; a batch of one
// conversation in halves, so that a bad send is soon alone.
const split = (sends: Send[]): Send[][] => {
  const conversations = new Map<string, Send[]>();
  for (const send of sends) {
    const part = conversations.get(send.conversationId);
    if (part) part.push(send);
    else conversations.set(send.conversationId, [send]);
  }
  if (conversations.size > 1) return [...conversations.values()];
  const half = Math.ceil(sends.length / 2);
  return sends.length > 1 ? [sends.slice(0, half), sends.slice(half)] : [sends];
};

const addTo = (batches: Map<string, Batch<Message>>, message: Message) => {
  const batch = batches.get(message.conversationId);
  if (batch === undefined) {
    const { conversationId, version } = message;
    batches.set(conversationId, { log: conversationId, after: version - 1, version, entries: [message] });
    return;
  }
  batch.entries.push(message);
  batch.version = message.version;
};
