import pg from 'pg';
import { conversationId } from '../population.ts';
import { tableOfHeads } from './heads.ts';

/**
 * Adds messages to these conversations, which had none, as if they had been sent one by one. A version that is compared with
 * this one uses its own file of this name; those up to November 2026 have none and are filled by this one, so whoever
 * changes the tables looks which of them are there.
 */
export const fillConversations = async (databaseUrl: string, numbers: readonly number[], each: number) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const filled = [numbers.map(conversationId), each];
  await client.query(
    `insert into message (conversation_id, seq, version, author_id, client_id, body, created_at)
     select c.id, n, n, m.user_id, gen_random_uuid(), 'Message ' || n || ' of a longer talk about receipts and what to do with them.',
            now() - make_interval(secs => ($2 - n) * 60)
     from unnest($1::uuid[]) c (id)
     cross join lateral (select user_id from member where conversation_id = c.id limit 1) m
     cross join generate_series(1, $2::int) n`,
    filled,
  );
  const heads = await tableOfHeads(client);
  await client.query(`update ${heads} set last_seq = $2, last_version = $2 where id = any($1)`, filled);
  await client.query('vacuum analyze');
  // What the filling left to write would be written in the middle of the reading.
  await client.query('checkpoint');
  await client.end();
};
