import { randomUUID } from 'node:crypto';
import { check, type Verdict } from '../checker/check.ts';
import type { Acknowledgement, Written } from '../checker/facts.ts';
import { openStore, readTruth, type Store } from './store.ts';

// The usual way to number and to store once, in one statement. Its snapshot is older than the wait for the row's lock,
// so of two that send the same at once both take a number, and one of the numbers is never used.
const append = `
  with head as (
    update conversation set last_seq = last_seq + 1
    where id = $1 and not exists (select 1 from message where author_id = $2 and client_id = $3)
    returning last_seq
  ), added as (
    insert into message (conversation_id, seq, author_id, client_id, body)
    select $1, last_seq, $2, $3, $4 from head
    on conflict (author_id, client_id) do nothing returning seq
  )
  select coalesce((select seq from added),
                  (select seq from message where author_id = $2 and client_id = $3)) as seq`;

/** Sends with many repeats at the same moment, as retries over two instances are. */
export const judgeOneStatement = async ({ sends }: { sends: number }): Promise<Verdict> => {
  const store = await openStore(2);
  try {
    await store.pool.query('create unique index on message (author_id, client_id)');
    const written: Written[] = [];
    const acknowledged: Acknowledgement[] = [];
    const authors = Array.from({ length: 6 }, () => randomUUID());
    const write = async (authorId: string) => {
      for (let n = 0; n < sends / authors.length; n++) {
        const conversationId = store.ids[n % store.ids.length] ?? '';
        const send = { authorId, conversationId, clientId: randomUUID(), at: Date.now() };
        written.push(send);
        for (const seq of await sendTwice(store, send)) acknowledged.push({ ...send, seq });
      }
    };
    await Promise.all(authors.map(write));
    return check({ written, acknowledged, readings: [], shownMarks: [], ...(await readTruth(store)) });
  } finally {
    await store.stop();
  }
};

const sendTwice = async ({ pool }: Store, send: Written): Promise<number[]> => {
  const values = [send.conversationId, send.authorId, send.clientId, 'hello'];
  const answers = await Promise.all([1, 2].map(() => pool.query<{ seq: string | null }>(append, values)));
  return answers.flatMap(({ rows }) => rows.flatMap(({ seq }) => (seq === null ? [] : [Number(seq)])));
};
