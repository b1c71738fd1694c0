import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits, type Rejection, TicketListPayload } from '../../../protocol/index.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { createFeed, type Feed } from '../../../server/tickets/feed.ts';
import { freshDatabase } from '../../support/shared.ts';

const ada = randomUUID();
const size = limits.ticketsSearched * 3 + 500;
/** PostgreSQL keeps the plan of a prepared statement from its sixth execution on. */
const untilThePlanIsKept = 7;

/** One connection each, because plans are kept for each: one that was there from the beginning, and one of now. */
let early: Database;
let today: Database;
let feed: Feed;

// One rejection a second up to now; the rare ones are the very first.
const fill = `
  insert into rejection (seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, priority, occurred_at, received_at, source)
  select n, n, n::text, 'TCK-' || n, case when n % 10000 = 7 then 'a needle in it' else 'Refund of order ' || n end,
    case when n <= 3 then 'rare' else 'frequent_' || n % 3 end, 'as often', 'policy',
    case when n <= 3 then 'urgent' else 'low' end,
    now() - make_interval(secs => $1 - n), now() - make_interval(secs => $1 - n), 'http'
  from generate_series(1, $1::int) n`;

beforeAll(async () => {
  const url = await freshDatabase();
  await migrate(url, () => {});
  [early, today] = [
    openDatabase(url, createLogger('silent', 'test')),
    openDatabase(url, createLogger('silent', 'test')),
  ];
  for (const one of [early, today]) one.pool.options.max = 1;
  feed = createFeed({ database: early, publish: () => {} });
  // Plans that were made and kept while there was nothing.
  for (let n = 0; n < untilThePlanIsKept; n += 1) await everyQuestion();
  await today.pool.query('set statement_timeout = 0');
  await today.pool.query(fill, [size]);
  await today.pool.query('set statement_timeout = 4000');
  // As autovacuum would: from now on plans know that nearly all are in one state.
  await today.pool.query('analyze rejection');
  await today.pool.query(`update log set last_seq = $1, last_version = $1 where kind = 'feed'`, [size]);
});

afterAll(async () => {
  await early?.close();
  await today?.close();
});

const list = async (payload: Record<string, unknown>) => {
  const result = await feed.list(ada, TicketListPayload.parse(payload));
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};

const questions: Record<string, () => Promise<unknown>> = {
  everything: () => list({}),
  'a state': () => list({ state: 'acknowledged' }),
  'the open ones of a source': () => list({ state: 'open', source: 'kafka' }),
  'a frequent reason with words': () => list({ reasonCode: 'frequent_1', text: 'nowhere' }),
  'a rare reason': () => list({ reasonCode: 'rare' }),
  'a rare priority': () => list({ priority: 'urgent' }),
  'a source without any': () => list({ source: 'kafka' }),
  mine: () => list({ assigneeId: 'me' }),
  'nobody’s of a priority': () => list({ assigneeId: 'nobody', priority: 'urgent' }),
  words: () => list({ text: 'needle' }),
  'words that are nowhere, deep down': () => list({ text: 'nowhere', before: size - 5 }),
  'a short time': () => list({ occurredAfter: moment(5_000), occurredBefore: moment(4_990) }),
  'a long time': () => list({ occurredBefore: moment(1), source: 'kafka' }),
  facets: () => feed.facets(ada, { text: 'needle', state: 'open' }),
  statistics: () => feed.statistics(),
  'a ticket': () => feed.get({ ticketId: 'TCK-17' }),
  'the head': () => feed.head(),
};
const moment = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1_000).toISOString();

const everyQuestion = async () => {
  for (const ask of Object.values(questions)) await ask();
};

const rowsRead = async (database: Database) => {
  await database.pool.query('select pg_stat_force_next_flush()');
  const { rows } = await database.pool.query(
    `select seq_tup_read::int as all, idx_tup_fetch::int as by_index from pg_stat_user_tables where relname = 'rejection'`,
  );
  return rows[0] as { all: number; by_index: number };
};

describe('in a feed of many times what one request may look at', () => {
  it.each(Object.keys(questions))('%s reads no more than its bound, whenever the plans were made', async (name) => {
    for (const [when, one] of [
      ['when it was empty', early],
      ['today', today],
    ] as const) {
      feed = createFeed({ database: one, publish: () => {} });
      const before = await rowsRead(one);
      await questions[name]?.();
      const after = await rowsRead(one);
      expect(after.all - before.all, `rows of whole scans, planned ${when}`).toBe(0);
      expect(after.by_index - before.by_index, `planned ${when}`).toBeLessThanOrEqual(
        limits.ticketsSearched * 2 + 5_000,
      );
    }
  });

  it('a search says how far it looked, and going on from there finds everything once', async () => {
    const found: Rejection[] = [];
    let pages = 0;
    let before: number | undefined;
    do {
      const page = await list({ text: 'needle', before, limit: 2 });
      found.push(...page.rejections);
      if (page.next !== null && page.rejections.length < 2)
        expect(page.searchedTo).toBe((await oneOf(page.next)).receivedAt);
      before = page.next ?? undefined;
      pages += 1;
    } while (before !== undefined);
    expect(found.map(({ seq }) => seq)).toEqual([30_007, 20_007, 10_007, 7]);
    expect(pages).toBeLessThanOrEqual(6);
  });

  it('what an index answers is there at once, however long ago it was', async () => {
    for (const filter of [{ reasonCode: 'rare' }, { text: 'TCK-1' }, { occurredBefore: moment(size - 4) }]) {
      const page = await list({ ...filter, limit: 50 });
      expect(page.rejections.map(({ seq }) => seq)).toContain(1);
    }
    const exact = await list({ text: 'TCK-2' });
    expect(exact.rejections.map(({ ticketId }) => ticketId)).toContain('TCK-2');
  });

  it('facets offer every reason, count among the newest, and say since when', async () => {
    const told = await feed.facets(ada, { priority: 'low' });
    if (!told.ok) throw new Error(told.error.message);
    const sum = told.data.reasonCode.reduce((all, { count }) => all + count, 0);
    expect(sum).toBe(limits.ticketsSearched);
    expect(told.data.reasonCode).toContainEqual({ value: 'rare', count: 0 });
    expect(told.data.since).toBe((await oneOf(size - limits.ticketsSearched + 1)).receivedAt);
  });

  it('statistics are what SQL counts at their version, minute by minute', async () => {
    const told = await feed.statistics();
    if (!told.ok) throw new Error(told.error.message);
    const { from, reasons, others, version, lastSeq } = told.data;
    expect([version, lastSeq]).toEqual([size, size]);
    const { rows } = await today.pool.query(
      `select reason_code, floor(extract(epoch from occurred_at - $1::timestamptz) / 60)::int as minute, count(*)::int as count
       from rejection where occurred_at >= $1 group by 1, 2`,
      [from],
    );
    const counted = rows.reduce((sum, { count }) => sum + count, 0);
    for (const { reason_code: code, minute, count } of rows)
      expect(reasons.find(({ reasonCode }) => reasonCode === code)?.perMinute[minute]).toBe(count);
    expect(counted).toBeGreaterThan(3_000);
    expect(reasons.flatMap(({ perMinute }) => perMinute).reduce((sum, count) => sum + count, 0)).toBe(counted);
    expect(new Set(others)).toEqual(new Set([0]));
  });

  it('many reasons in one hour are counted together beyond the most frequent', async () => {
    await today.pool.query(
      `insert into rejection (seq, version, event_id, ticket_id, title, reason_code, reason, rejected_by, priority, occurred_at, source)
       select n, n, n::text, 'T', 't', 'odd_' || n, '', 'policy', 'low', now(), 'http' from generate_series($1::int + 1, $1::int + 80) n`,
      [size],
    );
    const told = await feed.statistics();
    if (!told.ok) throw new Error(told.error.message);
    expect(told.data.reasons).toHaveLength(limits.ticketStatisticsReasons);
    const named = told.data.reasons.filter(({ reasonCode }) => reasonCode.startsWith('odd_')).length;
    expect(told.data.others.reduce((sum, count) => sum + count, 0)).toBe(80 - named);
  });
});

const oneOf = async (seq: number): Promise<Rejection> => {
  const page = await list({ before: seq + 1, limit: 1 });
  const one = page.rejections[0];
  if (one === undefined) throw new Error(`there is no rejection ${seq}`);
  return one;
};

describe('a question that takes too long', () => {
  it('is answered as one that is to be narrowed, not as a database that is away', async () => {
    await today.pool.query('set statement_timeout = 1');
    const answer = await feed.list(ada, TicketListPayload.parse({ text: 'nowhere' }));
    await today.pool.query('set statement_timeout = 4000');
    expect(answer).toMatchObject({ ok: false, error: { code: 'unavailable', data: { reason: 'too_slow' } } });
  });
});
