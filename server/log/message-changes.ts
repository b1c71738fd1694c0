import type { Message } from '../../protocol/index.ts';
import type { Database } from '../store/database.ts';
import type { Batch } from './batch.ts';
import { type MessageRow, messageColumns, toMessage } from './message-row.ts';

const read = `
  select c.after, c.head, m.*
  from (
    select p.id, p.after, conversation.last_version as head
    from unnest($1::uuid[], $2::bigint[]) p (id, after)
    join conversation on conversation.id = p.id
  ) c
  left join lateral (
    select ${messageColumns} from message m
    where m.conversation_id = c.id and m.version > c.after
    order by m.version limit $3
  ) m on true
  order by m.conversation_id, m.version`;

/**
 * The current state of everything that changed in some conversations, one query for all of them.
 * @param after conversation id → version from which on changes are wanted (exclusive)
 * @param limit most messages per conversation; where there are more, the batch ends at the last one read
 * @returns one batch for each conversation that has changes
 */
export const readMessageChanges = async (
  database: Database,
  after: ReadonlyMap<string, number>,
  limit: number,
): Promise<Batch<Message>[]> => {
  const rows = await database.query<MessageRow & { after: string; head: string; id: string | null }>(
    'message_changes_many',
    read,
    [[...after.keys()], [...after.values()], limit],
  );
  const batches = new Map<string, Batch<Message>>();
  for (const row of rows) {
    if (row.id === null) continue;
    const message = toMessage(row);
    const batch = batches.get(row.conversation_id);
    if (batch) batch.entries.push(message);
    else
      batches.set(row.conversation_id, {
        log: row.conversation_id,
        after: Number(row.after),
        version: Number(row.head),
        entries: [message],
      });
  }
  for (const batch of batches.values()) {
    const last = batch.entries.at(-1);
    if (batch.entries.length === limit && last) batch.version = last.version;
  }
  return [...batches.values()];
};
