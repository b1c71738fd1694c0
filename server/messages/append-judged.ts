import { failure, failureWith, type Message, notFound, type Result, success } from '../../protocol/index.ts';
import type { Batch } from '../engine/log/batch.ts';
import { jsonbArray } from '../engine/store/binary-array.ts';
import type { Database } from '../engine/store/database.ts';
import { type MessageRow, messageColumns, toMessage } from './message-row.ts';
import { type Committed, newMessage, type Send, unavailable } from './send.ts';

type Row = {
  outcome: 'created' | 'repeated' | 'conflict' | 'not_found' | 'reply_not_found' | 'thread_not_found' | 'archived';
  id: string | null;
  seq: string | null;
  version: string | null;
  created_at: Date | null;
};

const statement = `select * from append_messages(
  $1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::jsonb[])`;

const refusals = {
  conflict: () => failureWith({ reason: 'client_id_used' }, 'conflict', 'clientId: was used in another conversation'),
  not_found: notFound,
  reply_not_found: () => failure('not_found', 'replyToId: not found'),
  thread_not_found: () => failure('not_found', 'threadId: not found'),
  archived: () => failureWith({ reason: 'archived' }, 'conflict', 'the conversation is archived'),
};

/**
 * Judges each send by itself and stores what may be stored, in one round trip, with the PL/pgSQL function
 * append_messages (docs/decisions/0019-two-appends.md). A repeat is answered with the message that is there.
 * @throws what the database says; then nothing was stored, unless the connection was lost
 */
export const appendJudged = async (database: Database, sends: Send[]): Promise<Committed> => {
  const rows = await database.query<Row>('append_judged', statement, [
    sends.map((send) => send.conversationId),
    sends.map((send) => send.authorId),
    sends.map((send) => send.clientId),
    sends.map((send) => send.body),
    sends.map((send) => send.replyToId),
    sends.map((send) => send.threadId),
    jsonbArray(sends.map((send) => send.content)),
  ]);
  const repeated = rows.flatMap((row) => (row.outcome === 'repeated' && row.id !== null ? [row.id] : []));
  const known = repeated.length > 0 ? await read(database, repeated) : new Map<string, Message>();
  const batches = new Map<string, Batch<Message>>();
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
};

/** The stored messages, for repeats: whatever was stored first is the answer. */
const read = async (database: Database, ids: string[]): Promise<Map<string, Message>> => {
  const rows = await database.query<MessageRow>(
    'append_read',
    `select ${messageColumns} from message m where m.id = any ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, toMessage(row)]));
};

const created = (send: Send, row: Row): Message | null =>
  row.id === null || row.seq === null || row.version === null || row.created_at === null
    ? null
    : newMessage(send, {
        id: row.id,
        seq: Number(row.seq),
        version: Number(row.version),
        createdAt: row.created_at.toISOString(),
      });

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
