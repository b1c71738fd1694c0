import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits, type Rejection } from '../../../protocol/index.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { ticketJobs } from '../../../server/tickets/index.ts';
import { ingestTickets } from '../../../server/tickets/rejections.ts';
import { incoming, sampleEvent } from '../ingest/workbench.ts';
import { type Desk, granted, openDesk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk?.close();
});

const soon = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const tomorrow = () => soon(86_400_000);

const oneTicket = async (over: Parameters<Desk['take']>[0] = {}): Promise<Rejection> => {
  const [rejection] = await desk.take(over);
  if (rejection === undefined) throw new Error('there is no ticket');
  return rejection;
};

const due = async ({ id }: Rejection) => {
  await desk.seed.rows(`update rejection set wakes_at = now() - interval '1 s' where id = $1`, [id]);
};
const wake = (rejectionId: string) => desk.jobs().get('wake-ticket')?.({ rejectionId });
const opens = async () =>
  (await desk.seed.rows<{ n: number }>(`select count(*)::int as n from rejection where state = 'open'`))[0]?.n;

describe('a ticket that is snoozed until a time', () => {
  it('is not among the open ones, says until when, and is published at once', async () => {
    const ticket = await oneTicket();
    const before = await desk.one.feed.head();
    desk.one.published.length = 0;
    const wakesAt = tomorrow();
    const snoozed = granted(await desk.one.feed.snooze(desk.ada.id, { rejectionId: ticket.id, until: wakesAt }));
    expect(snoozed).toMatchObject({ state: 'snoozed', wakesAt, wakesAfter: null, openAfter: before.open - 1 });
    expect(desk.one.published).toMatchObject([
      { after: before.version, entries: [{ id: ticket.id, state: 'snoozed' }] },
    ]);
    expect(await desk.two.feed.head()).toEqual({ version: before.version + 1, open: before.open - 1 });
    expect((await desk.timeline(ticket.id))[0]).toMatchObject({ kind: 'snooze', byId: desk.ada.id, until: wakesAt });
    const jobs = await desk.seed.rows<{ at: Date }>(
      `select start_after as at from pgboss.job where name = 'wake-ticket' and data ->> 'rejectionId' = $1`,
      [ticket.id],
    );
    expect(jobs.map(({ at }) => at.toISOString())).toEqual([wakesAt]);
  });

  it('comes back by itself as open when a worker sees that its time has come', async () => {
    const ticket = await oneTicket();
    const log = createLogger('silent', 'test');
    const list = new JobList(desk.one.database);
    const jobs = new Jobs({ database: desk.one.database, log, jobs: ticketJobs(desk.one.database, list, () => {}) });
    jobs.start();
    try {
      granted(await desk.two.feed.snooze(desk.ada.id, { rejectionId: ticket.id, until: soon(1_500) }));
      await until('it to be open again', async () => (await desk.see(ticket.id)).state === 'open', 30_000);
    } finally {
      await jobs.stop();
    }
    expect((await desk.timeline(ticket.id))[0]).toMatchObject({ kind: 'wake', byId: null, state: 'open' });
    expect((await desk.one.feed.head()).open).toBe(await opens());
  });

  it('is opened once, however many workers do its job at once, and however often', async () => {
    const ticket = await oneTicket();
    granted(await desk.one.feed.snooze(desk.ada.id, { rejectionId: ticket.id, until: tomorrow() }));
    await due(ticket);
    await Promise.all(Array.from({ length: 8 }, () => wake(ticket.id)));
    await wake(ticket.id);
    const kinds = (await desk.timeline(ticket.id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['wake', 'snooze', 'receive']);
  });

  it('stays as it is when it was put off, taken back or resolved before its job', async () => {
    const [later, back, resolved] = await desk.take({}, {}, {});
    for (const ticket of [later, back, resolved])
      granted(await desk.one.feed.snooze(desk.ada.id, { rejectionId: ticket?.id ?? '', until: tomorrow() }));
    const at = soon(2 * 86_400_000);
    granted(await desk.two.feed.snooze(desk.bob.id, { rejectionId: later?.id ?? '', until: at }));
    granted(await desk.two.feed.acknowledge(desk.bob.id, { rejectionId: back?.id ?? '' }));
    granted(await desk.two.feed.resolve(desk.bob.id, { rejectionId: resolved?.id ?? '' }));
    for (const ticket of [later, back, resolved]) await wake(ticket?.id ?? '');
    expect(await desk.see(later?.id ?? '')).toMatchObject({ state: 'snoozed', wakesAt: at });
    expect(await desk.see(back?.id ?? '')).toMatchObject({ state: 'acknowledged', wakesAt: null });
    expect(await desk.see(resolved?.id ?? '')).toMatchObject({ state: 'resolved', wakesAt: null });
  });

  it('is found by the sweep where nobody has added a job, as after a restore from a file', async () => {
    const [overdue, soonDue] = await desk.take({}, {});
    for (const ticket of [overdue, soonDue])
      granted(await desk.one.feed.snooze(desk.ada.id, { rejectionId: ticket?.id ?? '', until: tomorrow() }));
    await desk.seed.rows('delete from pgboss.job');
    await due(overdue as Rejection);
    await desk.seed.rows(`update rejection set wakes_at = now() + interval '10 minutes' where id = $1`, [soonDue?.id]);
    const sweep = desk.jobs().get('foresee-tickets');
    await sweep?.({});
    await sweep?.({});
    expect(await desk.see(overdue?.id ?? '')).toMatchObject({ state: 'open' });
    expect(await desk.see(soonDue?.id ?? '')).toMatchObject({ state: 'snoozed' });
    const jobs = await desk.seed.rows<{ id: string }>(
      `select data ->> 'rejectionId' as id from pgboss.job where name = 'wake-ticket' and data ->> 'rejectionId' = $1`,
      [soonDue?.id],
    );
    expect(jobs).toHaveLength(1);
  });

  it('is refused a moment that is past, or too far away, and the field is named', async () => {
    const { id: rejectionId } = await oneTicket();
    for (const at of [soon(-1_000), soon((limits.ticketSnoozeDays + 1) * 86_400_000)])
      expect(await desk.one.feed.snooze(desk.ada.id, { rejectionId, until: at })).toMatchObject({
        error: { code: 'invalid', message: expect.stringContaining('until') },
      });
    expect(await desk.see(rejectionId)).toMatchObject({ state: 'open' });
  });
});

describe('two handlers on two instances at once', () => {
  it('snooze and resolve one ticket: one wins, and the other is told who and with what', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id: rejectionId, version } = await oneTicket();
      const [snoozed, resolved] = await Promise.all([
        desk.one.feed.snooze(desk.ada.id, { rejectionId, version, until: tomorrow() }),
        desk.two.feed.resolve(desk.bob.id, { rejectionId, version }),
      ]);
      expect([snoozed, resolved].filter(({ ok }) => ok)).toHaveLength(1);
      const won = snoozed.ok ? { kind: 'snooze', byId: desk.ada.id } : { kind: 'resolve', byId: desk.bob.id };
      expect(snoozed.ok ? resolved : snoozed).toMatchObject({ error: { code: 'conflict', data: { deed: won } } });
    }
  });

  it('are not in each other’s way by a note', async () => {
    const { id: rejectionId, version } = await oneTicket();
    granted(await desk.two.notes.write({ actorId: desk.bob.id, rejectionId, clientId: randomUUID(), text: 'Look' }));
    expect(granted(await desk.one.feed.acknowledge(desk.ada.id, { rejectionId, version })).state).toBe('acknowledged');
  });

  it('repeat a snooze whose answer was lost: it is done once', async () => {
    const { id: rejectionId, version } = await oneTicket();
    const asked = { rejectionId, version, times: 3 };
    const first = granted(await desk.one.feed.snooze(desk.ada.id, asked));
    expect(granted(await desk.two.feed.snooze(desk.ada.id, asked))).toEqual(first);
    expect((await desk.timeline(rejectionId)).map(({ kind }) => kind)).toEqual(['snooze', 'receive']);
  });
});

describe('a ticket that is snoozed until it happens so many times more', () => {
  it('counts further rejections of it and other contents under its id, and no repeats', async () => {
    const event = sampleEvent({ ticketId: randomUUID() });
    const take = (...events: object[]) => {
      const full = events.map((one) => incoming({ ...event, ...one }));
      return ingestTickets(desk.one.database, { source: 'http', events: full, deadLetters: [] });
    };
    await take({});
    const { rejection } = granted(await desk.one.feed.get({ ticketId: event.ticketId }));
    granted(await desk.one.feed.snooze(desk.ada.id, { rejectionId: rejection.id, times: 4 }));
    await take({}, {});
    expect(await desk.see(rejection.id)).toMatchObject({ state: 'snoozed', wakesAfter: 4 });
    await take({ eventId: randomUUID() }, { reason: 'another content' });
    expect(await desk.see(rejection.id)).toMatchObject({ state: 'snoozed', wakesAfter: 2 });
    // From another source, too.
    const other = incoming({ ...event, eventId: randomUUID() });
    await ingestTickets(desk.two.database, { source: 'kafka', events: [other], deadLetters: [] });
    expect(await desk.see(rejection.id)).toMatchObject({ state: 'snoozed', wakesAfter: 1 });
    await take({ eventId: randomUUID(), ticketId: randomUUID() });
    expect(await desk.see(rejection.id)).toMatchObject({ wakesAfter: 1 });
    const last = await take({ eventId: randomUUID() });
    expect(await desk.see(rejection.id)).toMatchObject({ state: 'open', wakesAfter: null });
    expect(last).toMatchObject({ outcomes: ['created'] });
    const told = granted(await desk.two.feed.timeline({ rejectionId: rejection.id, limit: 100 }));
    expect(told.items.map(({ kind }) => kind)).toEqual(['wake', 'conflict', 'snooze', 'receive']);
    expect(told.items[0]).toMatchObject({ byId: null, times: 4, until: null });
    expect(told.repeats?.count).toBe(2);
  });

  it('wakes exactly in a storm of batches from two instances, and what is open stays exact', async () => {
    const ticketId = randomUUID();
    const [sleeper] = await desk.take({ ticketId });
    granted(await desk.one.feed.snooze(desk.ada.id, { rejectionId: sleeper?.id ?? '', times: 90 }));
    const storm = async (batches: number) => {
      await Promise.all(
        Array.from({ length: batches }, (_, n) => {
          const events = Array.from({ length: 10 }, () => incoming(sampleEvent({ ticketId })));
          const { database } = n % 2 === 0 ? desk.one : desk.two;
          return ingestTickets(database, { source: 'http', events, deadLetters: [] });
        }),
      );
    };
    await storm(8);
    expect(await desk.see(sleeper?.id ?? '')).toMatchObject({ state: 'snoozed', wakesAfter: 10 });
    await storm(3);
    expect(await desk.see(sleeper?.id ?? '')).toMatchObject({ state: 'open', wakesAfter: null });
    const woke = (await desk.timeline(sleeper?.id ?? '')).filter(({ kind }) => kind === 'wake');
    expect(woke).toHaveLength(1);
    expect((await desk.one.feed.head()).open).toBe(await opens());
  });

  it('is part of what the batch of events tells, behind them, without a hole', async () => {
    const ticketId = randomUUID();
    const [first, second] = await desk.take({ ticketId }, { ticketId });
    for (const { id } of [first, second].flatMap((one) => one ?? []))
      granted(await desk.one.feed.snooze(desk.ada.id, { rejectionId: id, times: 1 }));
    const { version, open } = await desk.one.feed.head();
    const ingested = await ingestTickets(desk.two.database, {
      source: 'http',
      events: [incoming(sampleEvent({ ticketId }))],
      deadLetters: [],
    });
    const batch = ingested.fenced ? null : ingested.batch;
    expect(batch?.entries.map((entry) => entry.version)).toEqual([version + 1, version + 2, version + 3]);
    expect(batch?.entries.map((entry) => entry.openAfter)).toEqual([null, open + 2, open + 3]);
    expect(new Set(batch?.entries.slice(1).map(({ id }) => id))).toEqual(new Set([first?.id, second?.id]));
  });
});

describe('an acknowledgement', () => {
  it('is for good, unless an admin says for how long; then the ticket is open again, and who had it is named', async () => {
    const ticket = await oneTicket();
    expect(granted(await desk.one.feed.acknowledge(desk.ada.id, { rejectionId: ticket.id })).wakesAt).toBeNull();
    const by = { id: desk.admin.id, address: '127.0.0.1' };
    granted(await desk.one.rules.configure(by, { acknowledgeHours: 2 }));
    const held = await oneTicket();
    const { wakesAt } = granted(await desk.two.feed.acknowledge(desk.ada.id, { rejectionId: held.id }));
    const hours = (Date.parse(wakesAt ?? '') - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2.1);
    await due(held);
    await Promise.all([desk.jobs().get('foresee-tickets')?.({}), wake(held.id)]);
    expect(await desk.see(held.id)).toMatchObject({ state: 'open', acknowledgedById: null, wakesAt: null });
    expect((await desk.timeline(held.id)).map(({ kind, byId, holderId }) => [kind, byId, holderId])).toEqual([
      ['expire', null, desk.ada.id],
      ['acknowledge', desk.ada.id, null],
      ['receive', null, null],
    ]);
    granted(await desk.one.rules.configure(by, { acknowledgeHours: null }));
  });
});
