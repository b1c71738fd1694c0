import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rejection, type TicketEvent, TicketListPayload } from '../../../protocol/index.ts';
import type { Batch } from '../../../server/log/batch.ts';
import { readRejectionChanges } from '../../../server/log/rejection-changes.ts';
import { ingestTickets } from '../../../server/log/rejections.ts';
import { createLogger } from '../../../server/ops/log.ts';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { migrate } from '../../../server/store/migrations.ts';
import { createFeed, type Feed } from '../../../server/tickets/feed.ts';
import { freshDatabase } from '../../support/shared.ts';

const silent = createLogger('silent', 'test');
const ada = randomUUID();
const bob = randomUUID();
const member = randomUUID();
const stranger = randomUUID();

let database: Database;
let feed: Feed;
const published: Batch[] = [];

const sample = (over: Partial<TicketEvent> = {}): TicketEvent => ({
  eventId: randomUUID(),
  ticketId: 'T-1',
  title: 'Refund 12 €',
  reasonCode: 'policy',
  reason: 'Out of the return window',
  rejectedBy: 'bot',
  priority: 'normal',
  occurredAt: '2026-01-02T03:04:05.678Z',
  ...over,
});

const store = async (events: TicketEvent[]) => {
  const ingested = await ingestTickets(database, { source: 'http', events, deadLetters: [] });
  if (ingested.fenced || ingested.batch === null) throw new Error('nothing was stored');
  return ingested.batch.entries;
};

const list = async (payload: Record<string, unknown>) => {
  const result = await feed.list(TicketListPayload.parse(payload));
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};

beforeAll(async () => {
  const url = await freshDatabase();
  await migrate(url, () => {});
  database = openDatabase(url, silent);
  feed = createFeed({ database, publish: (batches) => published.push(...batches) });
  for (const [id, name, role] of [
    [ada, 'Ada', 'admin'],
    [bob, 'Bob', 'admin'],
    [member, 'Mia', 'member'],
  ])
    await database.pool.query('insert into "user" (id, name, email, role) values ($1, $2, $3, $4)', [
      id,
      name,
      `${name}@example.com`,
      role,
    ]);
});

afterAll(async () => {
  await database?.close();
});

describe('the feed read by admins', () => {
  it('is newest first, page after page, with every rejection once', async () => {
    const stored = await store(Array.from({ length: 7 }, (_, n) => sample({ ticketId: `page-${n}` })));
    const seen: Rejection[] = [];
    let before: number | undefined;
    for (let more = true; more; ) {
      const page = await list({ before, text: 'page-', limit: 3 });
      seen.push(...page.rejections);
      before = page.rejections.at(-1)?.seq;
      more = page.hasMore;
    }
    expect(seen.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq).reverse());
    for (const rejection of seen) expect(Rejection.parse(rejection)).toEqual(rejection);
  });

  it('shows only what passes every filter', async () => {
    const [wanted] = await store([
      sample({ reasonCode: 'fraud', priority: 'urgent', title: 'needle', occurredAt: '2020-05-05T00:00:00.000Z' }),
      sample({ reasonCode: 'fraud', priority: 'low', title: 'needle' }),
      sample({ reasonCode: 'other', priority: 'urgent', title: 'needle' }),
    ]);
    const filters = { reasonCode: 'fraud', priority: 'urgent', text: 'NEEDLE', source: 'http', state: 'open' };
    expect((await list(filters)).rejections).toEqual([wanted]);
    const early = { occurredAfter: '2020-01-01T00:00:00Z', occurredBefore: '2020-12-31T00:00:00Z' };
    expect((await list(early)).rejections).toEqual([wanted]);
    expect((await list({ ...filters, source: 'kafka' })).rejections).toEqual([]);
    expect((await list({ ...filters, assigneeId: ada })).rejections).toEqual([]);
  });

  it('takes the wildcards of SQL in a search as the characters they are', async () => {
    const [percent] = await store([sample({ title: '100% wrong_code \\ here' }), sample({ title: '100x wrongXcode' })]);
    for (const text of ['100%', 'wrong_code', '\\ here'])
      expect((await list({ text })).rejections.map(({ id }) => id)).toEqual([percent?.id]);
  });

  it('gives what changed after a version, in parts when there is much', async () => {
    const { version } = await feed.head();
    const stored = await store([sample(), sample(), sample()]);
    await feed.resolve(ada, { rejectionId: stored[0]?.id ?? '' });
    const first = await feed.changes({ afterVersion: version, limit: 2 });
    const rest = await feed.changes({ afterVersion: version + 3, limit: 2 });
    if (!first.ok || !rest.ok) throw new Error('the changes could not be read');
    expect(first.data.rejections.map((one) => one.version)).toEqual([version + 2, version + 3]);
    expect([first.data.complete, first.data.version]).toEqual([false, version + 4]);
    expect(rest.data.rejections.map(({ id, state }) => [id, state])).toEqual([[stored[0]?.id, 'resolved']]);
    expect(rest.data.complete).toBe(true);
    expect(await readRejectionChanges(database, version + 4, 10)).toBeNull();
    expect(await readRejectionChanges(database, version, 2)).toMatchObject({ after: version, version: version + 3 });
  });
});

describe('an action on a rejection', () => {
  it('is published with the place it took in the log, and counts down what is open', async () => {
    const [one] = await store([sample()]);
    const before = await feed.head();
    published.length = 0;
    const result = await feed.acknowledge(ada, { rejectionId: one?.id ?? '', version: one?.version });
    expect(result).toMatchObject({ ok: true, data: { state: 'acknowledged', acknowledgedById: ada } });
    expect(published).toMatchObject([{ log: 'tickets', after: before.version, version: before.version + 1 }]);
    expect(await feed.head()).toEqual({ version: before.version + 1, open: before.open - 1 });
  });

  it('has one winner when two admins act at once, and the other learns who it was', async () => {
    const [one] = await store([sample()]);
    const rejectionId = one?.id ?? '';
    const results = await Promise.all([feed.acknowledge(ada, { rejectionId }), feed.acknowledge(bob, { rejectionId })]);
    const refusal = results.find((result) => !result.ok);
    const winner = results[0]?.ok ? 'Ada' : 'Bob';
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(refusal?.ok === false && refusal.error).toMatchObject({ code: 'conflict' });
    expect(refusal?.ok === false && refusal.error.message).toContain(`already acknowledged by ${winner}`);
  });

  it('repeated by the same admin is answered like the first time and published once', async () => {
    const [one] = await store([sample()]);
    const payload = { rejectionId: one?.id ?? '', version: one?.version };
    published.length = 0;
    const first = await feed.resolve(ada, payload);
    expect(await feed.resolve(ada, payload)).toEqual(first);
    expect(published).toHaveLength(1);
  });

  it('is refused when the rejection changed since the admin saw it', async () => {
    const [one] = await store([sample()]);
    const rejectionId = one?.id ?? '';
    await feed.acknowledge(ada, { rejectionId });
    await feed.assign(ada, { rejectionId, assigneeId: bob });
    const result = await feed.assign(ada, { rejectionId, assigneeId: ada, version: one?.version });
    const message = 'already assigned to Bob since you looked';
    expect(result).toMatchObject({ ok: false, error: { code: 'conflict', message } });
  });

  it('assigns to admins only, and takes the assignment back with null', async () => {
    const [one] = await store([sample()]);
    const rejectionId = one?.id ?? '';
    const refusal = { ok: false, error: { code: 'not_found', message: 'assigneeId: not found' } };
    expect(await feed.assign(ada, { rejectionId, assigneeId: member })).toEqual(refusal);
    expect(await feed.assign(ada, { rejectionId, assigneeId: stranger })).toEqual(refusal);
    expect(await feed.assign(ada, { rejectionId, assigneeId: bob })).toMatchObject({ data: { assigneeId: bob } });
    expect((await list({ assigneeId: bob })).rejections.map(({ id }) => id)).toContain(rejectionId);
    expect(await feed.assign(ada, { rejectionId, assigneeId: null })).toMatchObject({ data: { assigneeId: null } });
  });

  it('on something that does not exist is not_found', async () => {
    for (const act of [
      () => feed.acknowledge(ada, { rejectionId: stranger }),
      () => feed.resolve(ada, { rejectionId: stranger }),
      () => feed.assign(ada, { rejectionId: stranger, assigneeId: null }),
    ])
      expect(await act()).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});

describe('with the database away', () => {
  it('every answer is unavailable and says when to come back', async () => {
    const away = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/none', silent);
    const lost = createFeed({ database: away, publish: () => {} });
    const refusal = { ok: false, error: { code: 'unavailable', retryAfterMs: expect.any(Number) } };
    expect(await lost.list(TicketListPayload.parse({}))).toMatchObject(refusal);
    expect(await lost.changes({ afterVersion: 0, limit: 1 })).toMatchObject(refusal);
    expect(await lost.acknowledge(ada, { rejectionId: stranger })).toMatchObject(refusal);
    expect(await lost.assign(ada, { rejectionId: stranger, assigneeId: ada })).toMatchObject(refusal);
    await away.close();
  });
});
