import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { startPostgres } from '../../../scripts/installation/postgres.ts';
import type { Facts } from '../checker/facts.ts';

/** A database with the tables of the controls and a few conversations. */
export const openStore = async (conversations: number) => {
  await using stack = new AsyncDisposableStack();
  const postgres = stack.adopt(await startPostgres(), (one) => one.stop());
  const url = await postgres.createDatabase();
  const pool = stack.adopt(new pg.Pool({ connectionString: url, max: 12 }), (one) => one.end());
  // `end` does not wait for the last goodbye, which PostgreSQL then answers by ending.
  pool.on('error', () => {});
  await pool.query(await readFile(new URL('tables.sql', import.meta.url), 'utf8'));
  const ids = Array.from({ length: conversations }, () => randomUUID());
  await pool.query('insert into conversation (id) select unnest($1::uuid[])', [ids]);
  const started = stack.move();
  return { url, pool, ids, stop: () => started.disposeAsync() };
};

export type Store = Awaited<ReturnType<typeof openStore>>;

type Row = { conversation_id: string; seq: string; author_id: string; client_id: string; body: string };

/** In these there are no versions, edits or reactions: they count as equal. */
export const plain = { version: 0, deleted: false, reactions: '' } as const;

export const readTruth = async ({ pool }: Store): Promise<Pick<Facts, 'stored' | 'heads' | 'marks'>> => {
  const messages = await pool.query<Row>('select * from message order by conversation_id, seq');
  const heads = await pool.query<{ id: string; last_seq: string }>('select * from conversation');
  return {
    stored: messages.rows.map((row) => ({
      conversationId: row.conversation_id,
      ...{ seq: Number(row.seq), authorId: row.author_id, clientId: row.client_id, body: row.body, ...plain },
    })),
    heads: heads.rows.map(({ id, last_seq }) => ({ conversationId: id, lastSeq: Number(last_seq), lastVersion: 0 })),
    marks: [],
  };
};
