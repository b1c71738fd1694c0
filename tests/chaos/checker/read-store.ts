import type pg from 'pg';
import { type MessageRow, messageColumns, toMessage } from '../../../server/log/message-row.ts';
import { type Head, type Stored, toShown } from './facts.ts';

/** Reads the truth, past everything that is under test but PostgreSQL itself. */
export const readStore = async (pool: pg.Pool): Promise<{ stored: Stored[]; heads: Head[] }> => {
  const messages = await pool.query<MessageRow>(
    `select ${messageColumns} from message m order by conversation_id, seq`,
  );
  const heads = await pool.query<{ id: string; last_seq: string; last_version: string }>(
    'select id, last_seq, last_version from conversation',
  );
  return {
    stored: messages.rows.map((row) => ({ conversationId: row.conversation_id, ...toShown(toMessage(row)) })),
    heads: heads.rows.map((row) => ({
      conversationId: row.id,
      lastSeq: Number(row.last_seq),
      lastVersion: Number(row.last_version),
    })),
  };
};
