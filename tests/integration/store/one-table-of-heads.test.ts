import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { Appender } from '../../../server/messages/append.ts';
import { createFeed } from '../../../server/tickets/feed.ts';
import { databaseBefore } from '../../support/older-database.ts';

const upgrade = '_one_table_of_heads';

const before = async () => {
  const { url, client } = await databaseBefore(upgrade);
  const [author, room, archived] = [randomUUID(), randomUUID(), randomUUID()];
  await client.query(`insert into "user" (id, name, email) values ($1, 'Ada', 'ada@test')`, [author]);
  for (const id of [room, archived]) {
    await client.query(`insert into conversation (id, kind, name) values ($1, 'room', 'Room')`, [id]);
    await client.query('insert into member (conversation_id, user_id) values ($1, $2)', [id, author]);
    await client.query('select * from append_messages($1, $2, $3, $4, $5)', [
      [id, id],
      [author, author],
      [randomUUID(), randomUUID()],
      ['One', 'Two'],
      [null, null],
    ]);
  }
  await client.query('update conversation set archived_at = now() where id = $1', [archived]);
  const events = ['a', 'b', 'c'].map((eventId) => ({
    ...{ eventId, ticketId: 't', title: 't', reasonCode: 'r', reason: 'r', rejectedBy: 'b', priority: 'low' },
    occurredAt: '2026-01-02T03:04:05.678Z',
  }));
  await client.query(`select * from ingest_tickets('http', $1, '[]', null, null, null, null, null)`, [
    JSON.stringify(events),
  ]);
  await client.query(`update rejection set state = 'resolved', version = 4 where event_id = 'b'`);
  await client.query(`update feed set last_version = 4`);
  return { url, client, author, room, archived };
};

it('Logs go on where they stood before there was one table of their heads', async () => {
  const { url, author, room, archived } = await before();
  await migrate(url, () => {});
  const log = createLogger('silent', 'test');
  const database = openDatabase(url, log);
  onTestFinished(() => database.close());
  const appender = new Appender(database, createMetrics(), log);
  const send = { conversationId: room, authorId: author, clientId: randomUUID(), body: 'Three', replyToId: null };
  const sends = [room, archived].map((conversationId) => ({
    ...send,
    ...{ conversationId, clientId: randomUUID(), threadId: null, content: null },
  }));
  expect(await appender.commit(sends, () => {})).toMatchObject([
    { ok: true, data: { seq: 3, version: 3 } },
    { ok: false, error: { data: { reason: 'archived' } } },
  ]);
  expect(await createFeed({ database, publish: () => {} }).head()).toEqual({ version: 4, open: 2 });
});

it('A database that instances of the version before still use is refused with what to do, and left as it is', async () => {
  const { url, client } = await before();
  const older = new pg.Client({ connectionString: url, application_name: 'switchboard' });
  await older.connect();
  const rows = async () =>
    (await client.query('select (select count(*) from _prisma_migrations), (select max(last_seq) from conversation)'))
      .rows;
  const standing = await rows();
  await expect(migrate(url, () => {})).rejects.toThrow(
    /^instances of an older version still use this database \(1 connections from \S+\): stop all of them/,
  );
  expect(await rows()).toEqual(standing);
  await older.end();
  await migrate(url, () => {});
  await expect(rows(), 'the old heads are gone').rejects.toThrow('last_seq');
});

it('Instances of this version migrate beside one another', async () => {
  const { url } = await before();
  const log = createLogger('silent', 'test');
  await migrate(url, () => {});
  const database = openDatabase(url, log);
  onTestFinished(() => database.close());
  await database.query('any', 'select 1', []);
  await migrate(url, () => {});
});
