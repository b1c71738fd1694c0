import type pg from 'pg';
import { type MessageRow, messageColumns, toMessage } from '../../../server/messages/message-row.ts';
import { type Head, type Mark, type Stored, toShown } from './facts.ts';

/** Reads the truth at one moment, past everything that is under test but PostgreSQL itself. */
export const readStore = async (pool: pg.Pool): Promise<{ stored: Stored[]; heads: Head[]; marks: Mark[] }> => {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const messages = await client.query<MessageRow>(
      `select ${messageColumns} from message m order by conversation_id, seq`,
    );
    const heads = await readHeads(client);
    const marks = await readMarks(client);
    await client.query('commit');
    return {
      stored: messages.rows.map((row) => ({ conversationId: row.conversation_id, ...toShown(toMessage(row)) })),
      heads,
      marks,
    };
  } finally {
    client.release();
  }
};

const readMarks = async (client: pg.PoolClient): Promise<Mark[]> => {
  const { rows } = await client.query<{
    user_id: string;
    conversation_id: string;
    read_turn: number;
    read_seq: string;
  }>('select user_id, conversation_id, read_turn, read_seq from member');
  return rows.map((row) => ({
    ...{ userId: row.user_id, conversationId: row.conversation_id },
    ...{ readTurn: row.read_turn, readSeq: Number(row.read_seq) },
  }));
};

export const readHeads = async (client: pg.Pool | pg.PoolClient): Promise<Head[]> => {
  const { rows } = await client.query<{ id: string; last_seq: string; last_version: string }>(
    `select id, last_seq, last_version from log where kind in ('conversation', 'person')`,
  );
  return rows.map((row) => ({
    conversationId: row.id,
    lastSeq: Number(row.last_seq),
    lastVersion: Number(row.last_version),
  }));
};
