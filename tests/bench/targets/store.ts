import pg from 'pg';
import { placeSum, type Sent } from '../driver/author.ts';
import { conversationId, numberIn, personId, sendNumberIn } from '../population.ts';
import { tableOfHeads } from './heads.ts';

type Row = { author_id: string; client_id: string; seq: string };
const page = 50_000;

/**
 * What was acknowledged must be stored, in the place that the acknowledgement named, and each conversation must be
 * numbered 1..n without holes.
 * @returns what is wrong
 */
export const verifyMessages = async (databaseUrl: string, sent: Sent[]): Promise<string[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const problems = await numberingProblems(client);
    const authors = new Map(
      sent.map((author) => [author.person, { ...author, unacked: new Set(author.unacked), stored: 0, sum: 0 }]),
    );
    for (const conversation of new Set(sent.map((author) => author.conversation))) {
      await eachMessage(client, conversation, (row) => {
        const author = authors.get(numberIn(row.author_id));
        const n = sendNumberIn(row.client_id);
        if (author === undefined || author.unacked.has(n)) return;
        author.stored++;
        author.sum = placeSum(author.sum, n, Number(row.seq));
      });
    }
    for (const author of authors.values()) {
      const acked = author.sent - author.unacked.size;
      if (author.stored < acked)
        problems.push(`${acked - author.stored} acknowledged messages of ${personId(author.person)} are not stored`);
      else if (author.sum !== author.checksum)
        problems.push(`${personId(author.person)} was told other places than stored`);
    }
    return problems;
  } finally {
    await client.end();
  }
};

/**
 * Each event must be stored once, and numbered 1..n where the server numbers.
 * @returns what is wrong
 */
export const verifyRejections = async (databaseUrl: string, events: number, numbered: boolean): Promise<string[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const place = numbered ? 'max(seq)' : 'count(*)';
  const { rows } = await client.query<{ count: string; last: string }>(
    `select count(*) as count, coalesce(${place}, 0) as last from rejection`,
  );
  await client.end();
  const [row] = rows;
  const count = Number(row?.count);
  if (count !== events) return [`${count} rejections stored of ${events} events`];
  return Number(row?.last) === events ? [] : [`${events} rejections are numbered up to ${row?.last}`];
};

const numberingProblems = async (client: pg.Client): Promise<string[]> => {
  const heads = await tableOfHeads(client);
  const ofConversations = heads === 'log' ? `c.kind = 'conversation' and` : '';
  const { rows } = await client.query<{ id: string }>(`
    select c.id from ${heads} c
    left join lateral (
      select count(*) as count, coalesce(max(seq), 0) as last, count(distinct (author_id, client_id)) as distinct_sends
      from message m where m.conversation_id = c.id
    ) m on true
    where ${ofConversations} (m.count <> c.last_seq or m.last <> c.last_seq or m.distinct_sends <> m.count)`);
  return rows.map(({ id }) => `conversation ${id} is not numbered 1..n`);
};

const eachMessage = async (client: pg.Client, conversation: number, take: (row: Row) => void) => {
  for (let after = 0, more = true; more; ) {
    const { rows } = await client.query<Row>(
      'select author_id, client_id, seq from message where conversation_id = $1 and seq > $2 order by seq limit $3',
      [conversationId(conversation), after, page],
    );
    for (const row of rows) take(row);
    after = Number(rows.at(-1)?.seq ?? 0);
    more = rows.length === page;
  }
};
