import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { readChanges } from '../../../server/engine/log/changes.ts';
import { GroupCommit } from '../../../server/engine/log/group-commit.ts';
import { Tail } from '../../../server/engine/log/tail.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { logKinds, personalSources } from '../../../server/log-kinds.ts';
import { logOfPerson } from '../../../server/me/index.ts';
import { Personal } from '../../../server/me/personal.ts';
import { Appender } from '../../../server/messages/append.ts';
import { Messages } from '../../../server/messages/messages.ts';
import { Departures } from '../../../server/rooms/departures.ts';
import { Memberships } from '../../../server/rooms/memberships.ts';
import { ReadMarks } from '../../../server/rooms/read-marks.ts';
import { workRejection } from '../../../server/tickets/deeds.ts';
import { createFeed } from '../../../server/tickets/feed.ts';
import { readConflicts, readRaw } from '../../../server/tickets/rejection-origins.ts';
import { ingestTickets } from '../../../server/tickets/rejections.ts';
import { incoming } from '../ingest/workbench.ts';
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

const ingest = async (eventId: string = randomUUID(), title = 'Refund') => {
  const occurredAt = new Date().toISOString();
  const about = { title, reasonCode: 'over_limit', reason: 'Too much', rejectedBy: 'policy', occurredAt };
  const event = { eventId, ticketId: 'T-1', priority: 'high', ...about } as const;
  const ingested = await ingestTickets(database, { source: 'http', events: [incoming(event)], deadLetters: [] });
  if (ingested.fenced) throw new Error('there is no partition that could be fenced');
  return ingested;
};

const runEveryQuery = async () => {
  const log = createLogger('silent', 'test');
  const commits = new GroupCommit(new Appender(database, createMetrics(), log), () => {});
  const readMarks = new ReadMarks({ database, publish: () => {}, log });
  const messages = new Messages({
    database,
    commits,
    publish: () => {},
    readMarks,
    departures: new Departures(database),
  });
  const heads = new Map([
    [room, 0],
    [logOfPerson(ada.id), 0],
  ]);
  const personal = new Personal({ database, sources: personalSources, publish: () => {}, log });
  const send = (replyToId: string | null) =>
    commits.append({
      conversationId: room,
      authorId: ada.id,
      clientId: randomUUID(),
      body: 'Hi',
      replyToId,
      threadId: null,
      content: null,
    });
  const first = await send(null);
  if (!first.ok) throw new Error(first.error.message);
  await send(first.data.id);
  await messages.react(ada.id, { messageId: first.data.id, emoji: '👍', on: true });
  await messages.history(ada.id, { conversationId: room, limit: 50 });
  await messages.locate(ada.id, { conversationId: room, messageId: first.data.id });
  await messages.changes(ada.id, { conversationId: room, afterVersion: 0, limit: 500 });
  await readMarks.mark(ada.id, { conversationId: room, seq: first.data.seq });
  await readMarks.mark(ada.id, { conversationId: room, seq: first.data.seq - 1, back: true });
  readMarks.follow(ada.id, room, first.data.seq);
  await readMarks.flush();
  await personal.write(ada.id, { kind: 'note', name: 'one', content: { note: randomUUID() } });
  await personal.changes(ada.id, { afterVersion: 0, limit: 500 });
  await new Memberships(database).of(ada.id);
  await readChanges(logKinds, database, heads);
  const { batch } = await ingest();
  const entry = batch?.entries[0];
  await ingest(entry?.eventId, 'Another refund');
  await readRaw(database, entry?.id ?? '');
  await readConflicts(database, entry?.id ?? '');
  await workRejection(database, { actorId: ada.id, rejectionId: entry?.id ?? '', wish: { kind: 'acknowledge' } });
  await createFeed({ database, publish: () => {} }).changes({ afterVersion: 0, limit: 500 });
  let told = false;
  const tail = new Tail({
    kinds: logKinds,
    ...{ database, metrics: createMetrics(), log, isBusHealthy: () => true },
    ...{ onEpoch: () => {}, onSetBack: async () => {} },
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
     where relname in ('message', 'member', 'conversation', 'rejection', 'conflicting_event', 'log', 'personal_entry') order by relname`,
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
  await seed.rows(
    `insert into conflicting_event (rejection_id, content_hash, raw)
     select gen_random_uuid(), int4send(n), '{}' from generate_series(1, $1::int) n`,
    [later],
  );
  await seed.rows(
    `insert into personal_entry (log, key, version, content)
     select gen_random_uuid(), 'note:' || n, n, '{}' from generate_series(1, $1::int) n`,
    [later],
  );
  const reader = await seed.person('Reader');
  await seed.rows(
    `with made as (insert into conversation (kind, name) select 'room', 'Many' from generate_series(1, $2::int) returning id)
     insert into member (conversation_id, user_id, version) select id, $1, row_number() over () from made`,
    [reader.id, later],
  );
  const before = await rowsReadFromEndToEnd();
  await runEveryQuery();
  expect(await rowsReadFromEndToEnd()).toEqual(before);
});
