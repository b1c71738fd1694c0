import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  limits,
  Rejection,
  TicketAssigneesPayload,
  type TicketEvent,
  TicketListPayload,
} from '../../../protocol/index.ts';
import type { Batch } from '../../../server/engine/log/batch.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { createFeed, type Feed } from '../../../server/tickets/feed.ts';
import { readRejectionChanges } from '../../../server/tickets/rejection-changes.ts';
import { ingestTickets } from '../../../server/tickets/rejections.ts';
import { ticketLog } from '../../../server/tickets/ticket-log.ts';
import { freshDatabase } from '../../support/shared.ts';
import { incoming } from '../ingest/workbench.ts';

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
  const ingested = await ingestTickets(database, { source: 'http', events: events.map(incoming), deadLetters: [] });
  if (ingested.fenced || ingested.batch === null) throw new Error('nothing was stored');
  return ingested.batch.entries;
};

const list = async (payload: Record<string, unknown>) => {
  const result = await feed.list(ada, TicketListPayload.parse(payload));
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
  it('in pages that end where long tickets fill them, and go on there, however they are asked for', async () => {
    const long = '长'.repeat(limits.ticketText);
    const stored = await store(Array.from({ length: 60 }, () => sample({ title: 'long one', reason: long })));
    const wanted = stored.map(({ seq }) => seq);
    const bytesOf = (page: object) => Buffer.byteLength(JSON.stringify(page));
    const most = limits.pageBytes * 1.01;

    const listed: number[] = [];
    for (let before: number | undefined, more = true; more; ) {
      const page = await list({ before, text: 'long one', limit: 200 });
      expect(bytesOf(page.rejections)).toBeLessThan(most);
      listed.push(...page.rejections.map(({ seq }) => seq));
      more = page.hasMore && listed.length < wanted.length;
      before = page.next ?? undefined;
    }
    expect(listed).toEqual(wanted.toReversed());

    const first = stored[0]?.version ?? 0;
    const changed: number[] = [];
    for (let afterVersion = first - 1, complete = false; !complete; ) {
      const page = await feed.changes({ afterVersion, limit: 500 });
      if (!page.ok) throw new Error(page.error.message);
      expect(bytesOf(page.data.rejections)).toBeLessThan(most);
      changed.push(...page.data.rejections.map(({ seq }) => seq));
      ({ complete } = page.data);
      afterVersion = page.data.rejections.at(-1)?.version ?? Number.NaN;
    }
    expect(changed).toEqual(wanted);
    const batch = await readRejectionChanges(database, first - 1, 500);
    expect(batch?.entries.length).toBeLessThan(wanted.length);
    expect(batch?.version).toBe(batch?.entries.at(-1)?.version);
  });

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

  it('knows mine and nobody’s, with any other filter', async () => {
    const [mine, yours, nobodys] = await store(
      [1, 2, 3].map((n) => sample({ reasonCode: 'shift', ticketId: `S-${n}` })),
    );
    await feed.assign(ada, { rejectionId: mine?.id ?? '', assigneeId: ada });
    await feed.assign(ada, { rejectionId: yours?.id ?? '', assigneeId: bob });
    const found = async (assigneeId: string) =>
      (await list({ reasonCode: 'shift', assigneeId })).rejections.map(({ id }) => id);
    expect(await found('me')).toEqual([mine?.id]);
    expect(await found(bob)).toEqual([yours?.id]);
    expect(await found('nobody')).toEqual([nobodys?.id]);
  });

  it('refuses a moment that PostgreSQL has no year for, and names the field', () => {
    for (const field of ['occurredAfter', 'occurredBefore'])
      expect(TicketListPayload.safeParse({ [field]: '0000-01-01T00:00:00Z' }).error?.issues[0]?.path).toEqual([field]);
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
    expect(published).toMatchObject([{ log: ticketLog, after: before.version, version: before.version + 1 }]);
    expect(await feed.head()).toEqual({ version: before.version + 1, open: before.open - 1 });
  });

  it('has one winner when two admins act at once, and the other learns who it was', async () => {
    const [one] = await store([sample()]);
    const rejectionId = one?.id ?? '';
    const results = await Promise.all([feed.acknowledge(ada, { rejectionId }), feed.acknowledge(bob, { rejectionId })]);
    const refusal = results.find((result) => !result.ok);
    const winner = results[0]?.ok ? ada : bob;
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(refusal).toMatchObject({
      error: {
        code: 'conflict',
        data: {
          rejection: { id: rejectionId, state: 'acknowledged', acknowledgedById: winner },
          deed: { kind: 'acknowledge', byId: winner },
        },
      },
    });
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
    const data = { rejection: { assigneeId: bob }, deed: { kind: 'assign', byId: ada, assigneeId: bob } };
    expect(result).toMatchObject({ ok: false, error: { code: 'conflict', data } });
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

  it('offers for an assignment just those whom it takes', async () => {
    const offered = await feed.assignees(TicketAssigneesPayload.parse({}));
    expect(offered.ok && offered.data.people.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    const found = await feed.assignees(TicketAssigneesPayload.parse({ query: 'bo' }));
    expect(found.ok && found.data.people.map(({ id }) => id)).toEqual([bob]);
  });

  it('can be taken back, to what the ticket was before, unless somebody did something since', async () => {
    const [one] = await store([sample()]);
    const rejectionId = one?.id ?? '';
    const acknowledged = await feed.acknowledge(ada, { rejectionId });
    const resolved = await feed.resolve(bob, { rejectionId });
    if (!acknowledged.ok || !resolved.ok) throw new Error('the deeds were refused');
    const { version } = resolved.data;
    expect(await feed.reopen(bob, { rejectionId, version, as: 'acknowledged' })).toMatchObject({
      data: { state: 'acknowledged', acknowledgedById: ada, resolvedById: null, resolvedAt: null },
    });
    expect(await feed.reopen(ada, { rejectionId, version: acknowledged.data.version, as: 'open' })).toMatchObject({
      error: { code: 'conflict', data: { rejection: { state: 'acknowledged' }, deed: { kind: 'reopen', byId: bob } } },
    });
    expect(await feed.reopen(ada, { rejectionId, as: 'open' })).toMatchObject({
      data: { state: 'open', acknowledgedById: null, acknowledgedAt: null },
    });
    expect(await feed.reopen(ada, { rejectionId, as: 'acknowledged' })).toMatchObject({ error: { code: 'invalid' } });
  });

  it('is remembered with who did it and when, the latest first', async () => {
    const [one] = await store([sample()]);
    const rejectionId = one?.id ?? '';
    await feed.acknowledge(ada, { rejectionId });
    await feed.assign(bob, { rejectionId, assigneeId: bob });
    await feed.resolve(bob, { rejectionId });
    await feed.reopen(ada, { rejectionId, as: 'open' });
    const told = await feed.get({ rejectionId });
    if (!told.ok) throw new Error(told.error.message);
    expect(told.data.rejection).toMatchObject({ id: rejectionId, state: 'open', assigneeId: bob });
    expect(told.data.history.map(({ kind, byId, state }) => [kind, byId, state])).toEqual([
      ['reopen', ada, 'open'],
      ['resolve', bob, 'resolved'],
      ['assign', bob, 'acknowledged'],
      ['acknowledge', ada, 'acknowledged'],
    ]);
  });

  it('from before deeds were kept is told by the rejection itself', async () => {
    const [one] = await store([sample()]);
    const rejectionId = one?.id ?? '';
    await feed.acknowledge(ada, { rejectionId });
    await database.pool.query('delete from rejection_deed where rejection_id = $1', [rejectionId]);
    expect(await feed.get({ rejectionId })).toMatchObject({ data: { history: [{ kind: 'acknowledge', byId: ada }] } });
  });

  it('on something that does not exist is not_found', async () => {
    for (const act of [
      () => feed.acknowledge(ada, { rejectionId: stranger }),
      () => feed.resolve(ada, { rejectionId: stranger }),
      () => feed.reopen(ada, { rejectionId: stranger, as: 'open' }),
      () => feed.get({ rejectionId: stranger }),
      () => feed.get({ ticketId: 'no such ticket' }),
      () => feed.assign(ada, { rejectionId: stranger, assigneeId: null }),
    ])
      expect(await act()).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});

describe('how many are open', () => {
  const counted = async () => {
    const rows = await database.pool.query(`select count(*)::int as open from rejection where state = 'open'`);
    return rows.rows[0].open;
  };

  it('is what the database says after any deeds at once', async () => {
    const stored = await store(Array.from({ length: 12 }, () => sample()));
    const act = (n: number) => {
      const rejectionId = stored[(n * 7) % stored.length]?.id ?? '';
      if (n % 5 === 0) return store([sample()]);
      if (n % 5 === 1) return feed.acknowledge(ada, { rejectionId });
      if (n % 5 === 2) return feed.resolve(bob, { rejectionId });
      if (n % 5 === 3) return feed.reopen(ada, { rejectionId, as: 'open' });
      return feed.assign(ada, { rejectionId, assigneeId: n % 4 === 0 ? bob : null });
    };
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(Array.from({ length: 12 }, (_, n) => act(round * 12 + n)));
      expect((await feed.head()).open).toBe(await counted());
    }
  });

  it('is right after rejections were removed, too', async () => {
    const stored = await store([sample(), sample(), sample()]);
    await feed.resolve(ada, { rejectionId: stored[0]?.id ?? '' });
    await database.pool.query('delete from rejection where id = any ($1)', [stored.slice(0, 2).map(({ id }) => id)]);
    expect((await feed.head()).open).toBe(await counted());
  });

  it('can be told from the latest change and what came after it, without counting', async () => {
    const { version } = await feed.head();
    const [first, second] = await store([sample(), sample()]);
    await feed.resolve(ada, { rejectionId: first?.id ?? '' });
    await feed.acknowledge(bob, { rejectionId: second?.id ?? '' });
    await feed.reopen(bob, { rejectionId: first?.id ?? '', as: 'open' });
    await store([sample(), sample(), sample()]);
    const told = await feed.changes({ afterVersion: version, limit: 500 });
    if (!told.ok) throw new Error(told.error.message);
    const latest = told.data.rejections.findLast(({ openAfter }) => openAfter !== null);
    expect((latest?.openAfter ?? 0) + told.data.version - (latest?.version ?? 0)).toBe(await counted());
    expect((await list({})).open).toBe(await counted());
  });
});

describe('another content under known ids', () => {
  it('comes with the ticket, word for word, and leaves what is open right in whatever order it was stored', async () => {
    const events = Array.from({ length: 6 }, () => sample());
    const stored = await store(events);
    await feed.resolve(ada, { rejectionId: stored[4]?.id ?? '' });
    const { version, open } = await feed.head();
    const others = events.map((event) => ({ ...event, reason: 'Something else' })).reverse();
    await store([sample(), ...others, sample()]);
    const told = await feed.changes({ afterVersion: version, limit: 500 });
    if (!told.ok) throw new Error(told.error.message);
    expect(told.data.rejections.map(({ conflicts }) => conflicts)).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
    expect(told.data.rejections.flatMap(({ openAfter }) => openAfter ?? [])).toEqual(new Array(6).fill(open + 2));
    expect((await feed.head()).open).toBe(open + 2);
    const ticket = await feed.get({ rejectionId: stored[0]?.id ?? '' });
    if (!ticket.ok) throw new Error(ticket.error.message);
    expect(JSON.parse(ticket.data.raw ?? '')).toMatchObject({ reason: events[0]?.reason });
    expect(ticket.data.conflicting.map(({ raw }) => JSON.parse(raw).reason)).toEqual(['Something else']);
  });

  it('is told as far as a page goes, and how many there are', async () => {
    const event = sample();
    const [stored] = await store([event]);
    for (let n = 0; n < 8; n++) await store([{ ...event, reason: `other ${n}`, ...{ log: 'x'.repeat(60_000) } }]);
    const ticket = await feed.get({ rejectionId: stored?.id ?? '' });
    if (!ticket.ok) throw new Error(ticket.error.message);
    expect(ticket.data.rejection.conflicts).toBe(8);
    const told = Array.from({ length: 4 }, (_, n) => `other ${n}`);
    expect(ticket.data.conflicting.map(({ raw }) => JSON.parse(raw).reason)).toEqual(told);
  });
});

describe('with the database away', () => {
  it('every answer is unavailable and says when to come back', async () => {
    const away = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/none', silent);
    const lost = createFeed({ database: away, publish: () => {} });
    const refusal = { ok: false, error: { code: 'unavailable', retryAfterMs: expect.any(Number) } };
    expect(await lost.list(ada, TicketListPayload.parse({}))).toMatchObject(refusal);
    expect(await lost.changes({ afterVersion: 0, limit: 1 })).toMatchObject(refusal);
    expect(await lost.acknowledge(ada, { rejectionId: stranger })).toMatchObject(refusal);
    expect(await lost.assign(ada, { rejectionId: stranger, assigneeId: ada })).toMatchObject(refusal);
    await away.close();
  });
});
