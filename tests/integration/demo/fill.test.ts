import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill } from '../../../scripts/demo/fill.ts';
import { verifyAudit } from '../../../server/audit/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { ConversationView } from '../../../server/rooms/conversation-view.ts';
import { freshDatabase } from '../../support/shared.ts';

const log = createLogger('silent', 'test');
const now = new Date('2026-11-24T15:00:00Z');
const opened: Database[] = [];

const migrated = async (): Promise<Database> => {
  const url = await freshDatabase();
  await migrate(url, () => {});
  const database = openDatabase(url, log);
  opened.push(database);
  return database;
};

const fillWith = (database: Database, seed: number, size = 0.1): Promise<boolean> =>
  fill({
    ...{ database, metrics: createMetrics(), log, seed, size, now, say: () => {} },
    ...{ authSecret: 'a secret of tests', password: 'a password of tests' },
  });

const rows = async <Row extends pg.QueryResultRow>(database: Database, text: string, values: unknown[] = []) =>
  (await database.pool.query<Row>(text, values)).rows;

const count = async (database: Database, text: string): Promise<number> =>
  (await rows<{ count: number }>(database, `select count(*)::int as count from ${text}`))[0]?.count ?? 0;

/** All that was written and done, without the ids that chance gave it. */
const contentOf = async (database: Database): Promise<unknown> => {
  const people = await rows<{ id: string; name: string }>(database, 'select id, name from "user"');
  const named = (text: string) => people.reduce((all, { id, name }) => all.replaceAll(id, name), text);
  const messages = await rows<{ line: string }>(
    database,
    `select concat_ws('|', c.name, m.seq, u.name, m.body, m.reactions, m.created_at, m.edited_at, m.deleted_at) as line
     from message m join conversation c on c.id = m.conversation_id join "user" u on u.id = m.author_id
     order by m.created_at, c.name, m.seq, u.name`,
  );
  const tickets = await rows<{ line: string }>(
    database,
    `select concat_ws('|', r.seq, r.version, r.source, r.raw, r.state, a.name, r.received_at, r.acknowledged_at, r.resolved_at) as line
     from rejection r left join "user" a on a.id = r.assignee_id order by r.seq`,
  );
  return [...messages, ...tickets].map(({ line }) => named(line));
};

let demo: Database;

beforeAll(async () => {
  demo = await migrated();
  expect(await fillWith(demo, 1, 1)).toBe(true);
});
afterAll(() => Promise.all(opened.map((database) => database.close())));

test('a demo has what there is to see: a year of messages, quotes, mentions, reactions, corrections and what was taken back', async () => {
  expect(await count(demo, `"user" where kind = 'person'`)).toBe(22);
  expect(await count(demo, 'message')).toBeGreaterThan(2_000);
  for (const [what, least] of [
    ['where reply_to_id is not null', 150],
    [`where reactions <> '{}'`, 400],
    ['where edited_at is not null', 20],
    ['where deleted_at is not null', 20],
    [`where body ~ '[\\u4e00-\\u9fff]'`, 400],
    [`where created_at < '2026-02-01'`, 100],
    [`where created_at > '2026-11-24T12:00:00Z'`, 10],
  ] as const)
    expect(await count(demo, `message ${what}`), what).toBeGreaterThan(least);
  expect(await count(demo, 'mention')).toBeGreaterThan(50);
});

test('nothing in it happened after its end, and the numbers of a conversation follow its times', async () => {
  expect(await count(demo, `message where greatest(created_at, edited_at, deleted_at) > '2026-11-24T15:10:00Z'`)).toBe(
    0,
  );
  expect(await count(demo, `rejection_deed where at > '2026-11-24T15:00:00Z'`)).toBe(0);
  const backwards = `(
    select created_at < lag(created_at) over (partition by conversation_id order by seq) as is_backwards from message
  ) m where is_backwards`;
  expect(await count(demo, backwards)).toBe(0);
  const holes = `(select conversation_id from message group by 1 having max(seq) <> count(*)) h`;
  expect(await count(demo, holes)).toBe(0);
});

test('whoever signs in finds unread counts of various sizes, somebody who asks for them, and rooms in both languages', async () => {
  const view = new ConversationView(demo);
  for (const email of ['ada@demo.example', 'fang@demo.example']) {
    const [person] = await rows<{ id: string }>(demo, 'select id from "user" where email = $1', [email]);
    const conversations = await view.all(person?.id ?? '');
    const unread = new Set(conversations.map((one) => one.unread));
    expect(unread, email).toContain(0);
    expect(unread.size, email).toBeGreaterThan(4);
    expect(Math.max(...unread), email).toBeGreaterThan(99);
    expect(
      conversations.some((one) => one.mentions > 0),
      email,
    ).toBe(true);
    expect(conversations.filter(({ kind }) => kind === 'direct').length, email).toBeGreaterThan(4);
    expect(
      conversations.map(({ name }) => name),
      email,
    ).toEqual(expect.arrayContaining(['General', '全员']));
  }
});

test('tickets are there in every state, from every source, with who did what, and with what can go wrong', async () => {
  const states = await rows<{ state: string }>(demo, 'select distinct state from rejection order by 1');
  expect(states.map(({ state }) => state)).toEqual(['acknowledged', 'open', 'resolved', 'snoozed']);
  expect(await count(demo, '(select distinct source from rejection) s')).toBe(5);
  expect(await count(demo, '(select distinct kind from rejection_deed) k')).toBe(9);
  expect(await count(demo, `rejection where occurred_at > '2026-11-24T14:00:00Z'`)).toBe(20);
  expect(await count(demo, 'rejection where conflicts = 1')).toBe(1);
  expect(await count(demo, 'dead_letter')).toBe(1);
  // As the server counts them, without reading them.
  const [feed] = await rows<{ open: number }>(
    demo,
    `select (last_seq - closed)::int as open from log where kind = 'feed'`,
  );
  expect(feed?.open).toBe(await count(demo, `rejection where state = 'open'`));
});

test('programs are there: bots with tokens and a picture, a webhook that has posted, and one whose deliveries can be looked at, which calls nobody', async () => {
  expect(await count(demo, `"user" where kind = 'bot'`)).toBe(3);
  expect(await count(demo, `"user" where kind = 'bot' and image is not null`)).toBe(1);
  expect(await count(demo, 'apikey')).toBe(3);
  expect(await count(demo, `message m join "user" u on u.id = m.author_id where u.kind = 'bot'`)).toBe(3);
  expect(await count(demo, 'hook_delivery where delivered')).toBe(5);
  expect(await count(demo, 'hook_delivery where not delivered')).toBe(1);
  expect(await count(demo, `hook where direction = 'outgoing' and off_at is null`)).toBe(0);
});

test('what was done within the year is written down, in order, and its chain holds', async () => {
  expect(await count(demo, 'audit_entry')).toBeGreaterThan(50);
  expect(await count(demo, 'audit_entry where refused')).toBe(4);
  const backwards =
    '(select at < lag(at) over (order by seq) as is_backwards, seq from audit_entry) e where is_backwards';
  expect(await count(demo, `${backwards} and e.seq <= 50`)).toBe(0);
  expect(await verifyAudit(demo)).toMatchObject({ holds: true });
});

test('the same seed makes the same content, and another seed makes another', async () => {
  const [one, same, other] = [await migrated(), await migrated(), await migrated()];
  await fillWith(one, 1);
  await fillWith(same, 1);
  await fillWith(other, 2);
  expect(await contentOf(same)).toEqual(await contentOf(one));
  expect(await contentOf(other)).not.toEqual(await contentOf(one));
});

test('a demo that is there stays as it is', async () => {
  const before = await contentOf(demo);
  expect(await fillWith(demo, 2)).toBe(false);
  expect(await contentOf(demo)).toEqual(before);
});

test('an installation that people use is refused and stays as it is', async () => {
  const used = await migrated();
  await rows(used, `insert into "user" (id, name, email) values (uuidv7(), 'Lin', 'lin@example.com')`);
  await expect(fillWith(used, 1)).rejects.toThrow('people use this installation already');
  expect(await count(used, '"user"')).toBe(1);
  expect(await count(used, 'message')).toBe(0);
});

test('a demo that cannot be finished leaves nothing behind', async () => {
  const broken = await migrated();
  await rows(broken, 'alter table rejection_deed rename to out_of_the_way');
  await expect(fillWith(broken, 1)).rejects.toThrow();
  expect(await count(broken, '"user"')).toBe(0);
  expect(await count(broken, 'message')).toBe(0);
});
