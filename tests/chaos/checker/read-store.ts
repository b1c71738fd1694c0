import type pg from 'pg';
import { type MessageRow, messageColumns, toMessage } from '../../../server/log/message-row.ts';
import { type Head, type Stored, toShown } from './facts.ts';

/** Reads the truth at one moment, past everything that is under test but PostgreSQL itself. */
export const readStore = async (pool: pg.Pool): Promise<{ stored: Stored[]; heads: Head[] }> => {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const messages = await client.query<MessageRow>(
      `select ${messageColumns} from message m order by conversation_id, seq`,
    );
    const heads = await readHeads(client);
    await client.query('commit');
    return {
      stored: messages.rows.map((row) => ({ conversationId: row.conversation_id, ...toShown(toMessage(row)) })),
      heads,
    };
  } finally {
    client.release();
  }
};

export const readHeads = async (client: pg.Pool | pg.PoolClient): Promise<Head[]> => {
  const { rows } = await client.query<{ id: string; last_seq: string; last_version: string }>(
    'select id, last_seq, last_version from conversation',
  );
  return rows.map((row) => ({
    conversationId: row.id,
    lastSeq: Number(row.last_seq),
    lastVersion: Number(row.last_version),
  }));
};
