import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { Memberships } from '../../../server/chat/memberships.ts';
import { Messages } from '../../../server/chat/messages.ts';
import { ReadMarks } from '../../../server/chat/read-marks.ts';
import { Appender } from '../../../server/log/append.ts';
import { readChanges } from '../../../server/log/changes.ts';
import { GroupCommit } from '../../../server/log/group-commit.ts';
import { changeRejection, ingestTickets } from '../../../server/log/rejections.ts';
import { Tail } from '../../../server/log/tail.ts';
import { createLogger } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { createFeed } from '../../../server/tickets/feed.ts';
import { until } from '../../support/waiting.ts';
import { ada, prepareWriters, room, seed } from './writers.ts';

prepareWriters();

/** PostgreSQL keeps the plan of a prepared statement from its sixth execution on. */
const untilThePlanIsKept = 8;
const later = 20_000;

let database: Database;

beforeAll(() => {
  database = openDatabase(seed.databaseUrl, createLogger('silent', 'test'));
  // One connection, so that the statements that are counted are the ones whose plans were made early.
  database.pool.options.max = 1;
  return () => database.close();
});

const ingest = async () => {
  const occurredAt = new Date().toISOString();
  const about = { title: 'Refund', reasonCode: 'over_limit', reason: 'Too much', rejectedBy: 'policy', occurredAt };
  const event = { eventId: randomUUID(), ticketId: 'T-1', priority: 'high', ...about } as const;
  const ingested = await ingestTickets(database, { source: 'http', events: [event], deadLetters: [] });
  if (ingested.fenced) throw new Error('there is no partition that could be fenced');
  return ingested;
};

const runEveryQuery = async () => {
  const log = createLogger('silent', 'test');
  const commits = new GroupCommit(new Appender(database, createMetrics(), log), () => {});
  const messages = new Messages({ database, commits, publish: () => {}, readMarks: new ReadMarks(database, log) });
  const heads = new Map([[room, 0]]);
  const send = (replyToId: string | null) =>
    commits.append({ conversationId: room, authorId: ada.id, clientId: randomUUID(), body: 'Hi', replyToId });
  const first = await send(null);
  if (!first.ok) throw new Error(first.error.message);
  await send(first.data.id);
  await messages.react(ada.id, { messageId: first.data.id, emoji: '👍', on: true });
  await messages.history(ada.id, { conversationId: room, limit: 50 });
  await messages.changes(ada.id, { conversationId: room, afterVersion: 0, limit: 500 });
  await new Memberships(database).of(ada.id);
  await readChanges(database, heads);
  const { batch } = await ingest();
  await changeRejection(database, { actorId: ada.id, rejectionId: batch?.entries[0]?.id ?? '', kind: 'acknowledge' });
  await createFeed({ database, publish: () => {} }).changes({ afterVersion: 0, limit: 500 });
  let told = false;
  const tail = new Tail({
    ...{ database, metrics: createMetrics(), log, isBusHealthy: () => true },
    onTidings: async () => {
      told = true;
    },
  });
  await tail.start();
  await send(null);
  tail.wake();
  await until('the tail to read', () => told);
  await tail.stop();
};

/** How many rows of each table were read by going through all of it. */
const rowsReadFromEndToEnd = async () => {
  await database.pool.query('select pg_stat_force_next_flush()');
  return seed.rows<{ relname: string; seq_tup_read: string }>(
    `select relname, seq_tup_read from pg_stat_user_tables
     where relname in ('message', 'member', 'conversation', 'rejection') order by relname`,
  );
};

it('plans made while the tables were empty read no table from end to end when it has grown', async () => {
  for (let n = 0; n < untilThePlanIsKept; n += 1) await runEveryQuery();
  await seed.rows(
    `insert into message (conversation_id, seq, version, author_id, client_id, body)
     select gen_random_uuid(), n, n, gen_random_uuid(), gen_random_uuid(), 'one of many' from generate_series(1, $1::int) n`,
    [later],
  );
  await seed.rows(
    `insert into rejection (seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, priority, occurred_at, source)
     select n, n, n::text, 'T-2', 'one of many', 'over_limit', '', 'policy', 'low', now(), 'http'
     from generate_series(1000001, 1000000 + $1::int) n`,
    [later],
  );
  const before = await rowsReadFromEndToEnd();
  await runEveryQuery();
  expect(await rowsReadFromEndToEnd()).toEqual(before);
});
