import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Rejection, Result, TicketEvent } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import { makeFolder, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import {
  DeadLetterDesk,
  DeadLetterMending,
  DeadLetterRuns,
  deadLetterJobs,
} from '../../../server/dead-letters/index.ts';
import { mendLetters } from '../../../server/dead-letters/mend.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { Mappings, Rereader } from '../../../server/sources/index.ts';
import { readTicket } from '../../../server/tickets/ticket.ts';
import { collectLog } from '../../support/log-lines.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { sampleEvent } from '../ingest/workbench.ts';

const worker = fileURLToPath(new URL('../../support/dead-letters/worker.ts', import.meta.url));
const { log } = collectLog();
let seed: Seed;
let database: Database;
let ada: Person;
let bob: Person;
let rereader: Rereader;
let desk: DeadLetterDesk;
let runs: DeadLetterRuns;
let mending: DeadLetterMending;
let published: Rejection[];
const running: Jobs[] = [];

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  ada = await seed.person('Ada', 'admin');
  bob = await seed.person('Bob', 'admin');
  rereader = new Rereader(database, new Mappings());
  desk = new DeadLetterDesk(database, rereader);
  runs = new DeadLetterRuns(database, new JobList(database));
  mending = new DeadLetterMending(database, tell, rereader);
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});
beforeEach(async () => {
  published = [];
  await seed.rows('truncate rejection, dead_letter, dead_letter_run, source_book');
  await seed.rows('delete from pgboss.job');
  await seed.rows(`update log set last_seq = 0, last_version = 0, closed = 0 where kind = 'feed'`);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
});

const tell = (batches: { entries: unknown[] }[]) => {
  published.push(...batches.flatMap(({ entries }) => entries as Rejection[]));
};
const asker = (person: Person) => ({ me: { ...person, role: 'admin' as const }, address: '10.0.0.1' }) as never;
const startWorker = () => {
  const jobs = new Jobs({ database, log, jobs: deadLetterJobs(database, tell, rereader) });
  running.push(jobs);
  jobs.start();
};
const dataOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.data;
};

type Kept = { event?: Partial<TicketEvent>; payload?: string; error?: string; source?: string };
/** Letters as they were kept: by a version, or with a mapping, that could not read them. */
const keep = async (letters: readonly Kept[]): Promise<string[]> => {
  const rows = letters.map(({ event, payload, error = 'priority: is none of these', source = 'kafka' }) => ({
    source,
    position: randomUUID(),
    payload: payload ?? JSON.stringify(sampleEvent(event)),
    error,
  }));
  const made = await seed.rows<{ id: string }>(
    `insert into dead_letter (source, origin, position, payload, error, headers)
     select l.source, 'tickets', l.position, convert_to(l.payload, 'UTF8'), l.error, '{}'
     from jsonb_to_recordset($1::jsonb) l (source text, position text, payload text, error text) returning id`,
    [JSON.stringify(rows)],
  );
  return made.map(({ id }) => id);
};
const states = async () =>
  Object.fromEntries(
    (
      await seed.rows<{ state: string; letters: number }>(
        'select state, count(*)::int as letters from dead_letter group by state',
      )
    ).map(({ state, letters }) => [state, letters]),
  );
const tickets = async () => (await seed.rows<{ n: number }>('select count(*)::int as n from rejection'))[0]?.n;
// What a killed worker had in hand comes back after its heartbeat was missed.
const ended = async (runId: string) => {
  const find = async () => dataOf(await runs.list()).runs.find(({ id }) => id === runId);
  await until('the run to end', async () => (await find())?.endedAt != null, 60_000);
  return await find();
};

describe('letters that could not be read', () => {
  it('are sorted by what is wrong, without what differs from one to the next', async () => {
    await keep([
      { error: 'the event is longer than 65536 bytes' },
      { error: 'the event is longer than 70000 bytes' },
      { error: 'title: is missing', source: 'http' },
    ]);
    expect(dataOf(await desk.groups({ state: 'standing' }))).toMatchObject({
      letters: 3,
      counted: true,
      groups: [
        { source: 'kafka', kind: 'the event is longer than # bytes', letters: 2 },
        { source: 'http', kind: 'title: is missing', letters: 1 },
      ],
    });
    expect(dataOf(await desk.groups({ state: 'discarded' }))).toMatchObject({ letters: 0, groups: [] });
  });

  it('are the largest groups first, each with when its first and its last came, however many kinds there are', async () => {
    const kinds = Array.from(
      { length: limits.deadLetterGroups + 50 },
      (_, n) => `kind ${n.toString(2).replaceAll('0', 'o').replaceAll('1', 'i')}`,
    );
    await keep([...kinds, 'kind iii', 'kind iii', 'kind i'].map((error) => ({ error })));
    await seed.rows(`update dead_letter set created_at = '2026-01-01T00:00:00Z' where kind = 'kind iii' and id = (
      select id from dead_letter where kind = 'kind iii' order by id limit 1)`);
    const { groups } = dataOf(await desk.groups({ state: 'standing' }));
    expect(groups).toHaveLength(limits.deadLetterGroups);
    const [latest] = await seed.rows<{ at: Date }>(
      `select max(created_at) as at from dead_letter where kind = 'kind iii'`,
    );
    expect(groups.slice(0, 3)).toMatchObject([
      { kind: 'kind iii', letters: 3, first: '2026-01-01T00:00:00.000Z', last: latest?.at.toISOString() },
      { kind: 'kind i', letters: 2 },
      { letters: 1 },
    ]);
  });

  it('from before there was such an order are sorted, too', async () => {
    await keep([{ error: 'title: is missing' }]);
    await seed.rows(`update dead_letter set kind = ''`);
    const [, sort] = deadLetterJobs(database, tell, rereader);
    await sort?.run({});
    expect(dataOf(await desk.groups({ state: 'standing' })).groups).toMatchObject([{ kind: 'title: is missing' }]);
  });

  it('are listed the latest first, a page at a time, by source and by what is wrong', async () => {
    const ids = await keep([{ error: 'a' }, { error: 'b' }, { error: 'a' }, { error: 'a', source: 'http' }]);
    const page = dataOf(await desk.list({ state: 'standing', kind: 'a', source: 'kafka', limit: 1 }));
    expect(page.letters.map(({ id }) => id)).toEqual([ids[2]]);
    const before = page.next ?? undefined;
    const rest = dataOf(await desk.list({ state: 'standing', kind: 'a', source: 'kafka', limit: 1, before }));
    expect([rest.letters.map(({ id }) => id), rest.next]).toEqual([[ids[0]], null]);
  });

  it('are shown with nothing in them that a page could act on, and what is no text byte by byte', async () => {
    const [script = ''] = await keep([{ payload: '{"title":"<script>\u001b[31m"}' }]);
    expect(dataOf(await desk.get({ deadLetterId: script }))).toMatchObject({
      payload: '{"title":"<script>\\x1b[31m"}',
      isText: true,
      cut: false,
      ticket: null,
    });
    await seed.rows(`update dead_letter set payload = '\\xff00c3' where id = $1`, [script]);
    expect(dataOf(await desk.get({ deadLetterId: script }))).toMatchObject({
      payload: '\\xff\\x00\\xc3',
      isText: false,
    });
    await seed.rows(`update dead_letter set payload = convert_to(repeat('長', 300000), 'UTF8') where id = $1`, [
      script,
    ]);
    const long = dataOf(await desk.get({ deadLetterId: script }));
    expect([long.payload.length, long.isText, long.cut]).toEqual([limits.deadLetterShown, true, true]);
  });

  it('are previewed without anything being changed', async () => {
    await keep([{}, {}, { payload: '{}' }, { payload: 'nonsense' }]);
    expect(dataOf(await desk.preview({ selection: { all: true } }))).toMatchObject({
      looked: 4,
      passes: 2,
      fails: 2,
      more: false,
    });
    expect([await states(), await tickets()]).toEqual([{ standing: 4 }, 0]);
  });
});

describe('a letter', () => {
  it('is mended by what somebody writes in its place: what came is kept, and it leads to its ticket', async () => {
    const [id = ''] = await keep([{ payload: '{"broken"' }]);
    const text = JSON.stringify(sampleEvent({ ticketId: 'T-77' }));
    const mended = dataOf(await mending.mend(asker(ada), { deadLetterId: id, text })).letter;
    expect(mended).toMatchObject({ state: 'mended', outcome: 'created', settledById: ada.id });
    const whole = dataOf(await desk.get({ deadLetterId: id }));
    expect(whole).toMatchObject({ payload: '{"broken"', mended: text, ticket: { ticketId: 'T-77' } });
    expect(published.map(({ ticketId }) => ticketId)).toEqual(['T-77']);
    const entries = await seed.rows('select actor_id, action, address from audit_entry order by seq desc limit 1');
    expect(entries).toEqual([{ actor_id: ada.id, action: 'dead-letter.mend', address: '10.0.0.1' }]);
  });

  it('stays as it is when what is written cannot be read either, and the field is named', async () => {
    const [id = ''] = await keep([{ payload: '{}' }]);
    const refused = await mending.mend(asker(ada), {
      deadLetterId: id,
      text: JSON.stringify({ ...sampleEvent(), priority: 'meh' }),
    });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'invalid', message: expect.stringMatching(/^text: priority: /) },
    });
    expect([await states(), await tickets()]).toEqual([{ standing: 1 }, 0]);
  });

  it('becomes one ticket, when two write something in its place at once', async () => {
    const [id = ''] = await keep([{ payload: '{}' }]);
    const write = (person: Person) =>
      mending.mend(asker(person), { deadLetterId: id, text: JSON.stringify(sampleEvent()) });
    const answers = await Promise.all([write(ada), write(bob)]);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)).sort()).toEqual(['conflict', 'ok']);
    expect(await tickets()).toBe(1);
  });
});

describe('many letters', () => {
  it('are read again in the order in which they came, and each leads to its ticket; the others say why not', async () => {
    startWorker();
    const ids = await keep([{ event: { ticketId: 'T-1' } }, { payload: '{}' }, { event: { ticketId: 'T-2' } }]);
    const { run } = dataOf(await runs.retry(asker(ada), { selection: { all: true } }));
    expect(run).toMatchObject({ deed: 'retry', total: 3, passed: 0, begunById: ada.id });
    expect(await ended(run.id)).toMatchObject({ passed: 2, failed: 1, cancelled: false });
    const rows = await seed.rows('select ticket_id, seq::int from rejection order by seq');
    expect(rows).toEqual([
      { ticket_id: 'T-1', seq: 1 },
      { ticket_id: 'T-2', seq: 2 },
    ]);
    expect(dataOf(await desk.get({ deadLetterId: ids[1] ?? '' })).letter.error).toMatch(/^eventId: /);
    const [book] = await seed.rows('select read::int, created::int, mended::int from source_book');
    expect(book).toEqual({ read: 0, created: 0, mended: 2 });
  });

  it('become tickets once each, when two admins retry at once and workers are killed between', async () => {
    await keep([
      ...Array.from({ length: 1_180 }, (_, n) => ({ event: { ticketId: `T-${n}` } })),
      ...Array.from({ length: 20 }, () => ({ payload: '{"eventId":"1"}' })),
    ]);
    expect(dataOf(await desk.preview({ selection: { all: true } }))).toMatchObject({
      looked: 1_200,
      passes: 1_180,
      fails: 20,
    });
    const both = await Promise.all([
      runs.retry(asker(ada), { selection: { all: true } }),
      runs.retry(asker(bob), { selection: { kind: 'priority: is none of these' } }),
    ]);
    const folder = await makeFolder('dead-letters');
    onTestFinished(() => removeFolder(folder));
    const killed = await startProcess({
      name: 'worker',
      folder,
      command: { file: process.execPath, args: [worker, seed.databaseUrl] },
      ready: async () => ((await states()).mended ?? 0) > 0,
    });
    await killed.kill();
    expect(await tickets()).toBeLessThan(1_180);
    startWorker();
    startWorker();
    const done = await Promise.all(both.map((begun) => ended(dataOf(begun).run.id)));
    expect(done.reduce((sum, run) => sum + (run?.passed ?? 0), 0)).toBe(1_180);
    expect([await states(), await tickets()]).toEqual([{ standing: 20, mended: 1_180 }, 1_180]);
    const linked = await seed.rows(
      'select from dead_letter d join rejection r on r.source = d.source and r.event_id = d.event_id',
    );
    expect(linked).toHaveLength(1_180);
    const again = dataOf(await runs.retry(asker(ada), { selection: { all: true } })).run;
    expect(await ended(again.id)).toMatchObject({ total: 20, passed: 0, failed: 20 });
    expect(await tickets()).toBe(1_180);
  }, 120_000);

  it('are left alone by a worker that is behind: what it has in hand another one has done', async () => {
    const [id = ''] = await keep([{ payload: '{}' }]);
    const { run } = dataOf(await runs.retry(asker(ada), { selection: { all: true } }));
    const letters = [{ id, reading: { ok: false, error: 'still broken', eventId: null } as const }];
    const late = () =>
      mendLetters(database, letters, { id: ada.id, address: null }, { runId: run.id, seen: null, reached: id });
    expect((await late()).outcomes).toEqual(['dead_letter']);
    expect((await late()).outcomes).toEqual(['fenced']);
    expect(dataOf(await runs.list()).runs).toMatchObject([{ id: run.id, passed: 0, failed: 1 }]);
  });

  it('do not overtake what happened to their ticket since, when they are mended', async () => {
    const [id = ''] = await keep([{ payload: '{' }]);
    const later = { ticketId: 'T-9', eventId: 'later', occurredAt: '2026-01-02T09:00:00Z' };
    await seed.rejections([sampleEvent(later)]);
    const earlier = sampleEvent({ ticketId: 'T-9', eventId: 'earlier', occurredAt: '2026-01-02T08:00:00Z' });
    expect((await mending.mend(asker(ada), { deadLetterId: id, text: JSON.stringify(earlier) })).ok).toBe(true);
    const said = await readTicket(database, { ticketId: 'T-9' });
    expect([said?.rejection.eventId, said?.rejection.seq]).toEqual(['later', 1]);
    expect(
      await seed.rows(`select event_id, seq::int from rejection where ticket_id = 'T-9' order by seq desc limit 1`),
    ).toEqual([{ event_id: 'earlier', seq: 2 }]);
  });

  it('are discarded for a reason, and taken back', async () => {
    startWorker();
    const ids = await keep([{ error: 'a' }, { error: 'b' }, { error: 'b' }]);
    const discarded = dataOf(await runs.discard(asker(bob), { selection: { kind: 'b' }, reason: 'a test' })).run;
    expect(await ended(discarded.id)).toMatchObject({ total: 2, passed: 2 });
    expect(dataOf(await desk.list({ state: 'discarded', limit: 5 })).letters).toMatchObject([
      { id: ids[2], reason: 'a test', settledById: bob.id },
      { id: ids[1], reason: 'a test', settledById: bob.id },
    ]);
    const restored = dataOf(await runs.restore(asker(bob), { selection: { ids: [ids[1] ?? ''] } })).run;
    expect(await ended(restored.id)).toMatchObject({ total: 1, passed: 1 });
    expect(await states()).toEqual({ standing: 2, discarded: 1 });
    const entries = await seed.rows(
      `select action, detail from audit_entry where action like 'dead-letter.%' order by seq desc limit 2`,
    );
    expect(entries).toEqual([
      { action: 'dead-letter.restore', detail: { letters: 1 } },
      { action: 'dead-letter.discard', detail: { letters: 2, kind: 'b' } },
    ]);
  });

  it('are left alone from the moment on in which it is cancelled', async () => {
    await keep([{}, {}]);
    const { run } = dataOf(await runs.retry(asker(ada), { selection: { all: true } }));
    expect(dataOf(await runs.cancel(asker(bob), { runId: run.id })).run).toMatchObject({ cancelled: true });
    await runs.cancel(asker(ada), { runId: run.id });
    const told = await seed.rows(
      `select actor_id, detail from audit_entry where action = 'dead-letter.cancel' and subject_id = $1`,
      [run.id],
    );
    expect(told).toEqual([{ actor_id: bob.id, detail: { deed: 'retry', letters: 2, done: 0 } }]);
    startWorker();
    await until('the job to be done', async () => {
      const [row] = await seed.rows<{ state: string }>(`select state from pgboss.job where name like 'work-through%'`);
      return row?.state === 'completed';
    });
    expect([await states(), await tickets()]).toEqual([{ standing: 2 }, 0]);
  });

  it('are not discarded by a worker that is behind either', async () => {
    const ids = await keep([{}, {}]);
    const { run } = dataOf(await runs.discard(asker(ada), { selection: { all: true }, reason: 'a test' }));
    const settle = async (seen: string | null, reached: string | undefined) =>
      (
        await seed.rows<{ n: number | null }>('select settle_dead_letters($1, $2, $3, $4) as n', [
          ...[[reached], run.id, seen, reached],
        ])
      )[0]?.n;
    expect(await settle(null, ids[0])).toBe(1);
    // The same once more, and what an older one wanted next: another one is past it.
    expect([await settle(null, ids[0]), await settle(null, ids[1])]).toEqual([null, null]);
    expect(await states()).toEqual({ standing: 1, discarded: 1 });
    expect(dataOf(await runs.list()).runs).toMatchObject([{ id: run.id, passed: 1 }]);
  });

  it('are forgotten with who worked on them: of runs that have ended the latest are kept, and each that has not', async () => {
    await seed.rows(
      `insert into dead_letter_run (deed, selection, until_id, total, begun_by_id, ended_at)
       select 'retry', '{}', gen_random_uuid(), n, $2, case when n > 2 then now() end
       from generate_series(1, $1::int + 5) n`,
      [limits.deadLetterRunsKept, ada.id],
    );
    const prune = deadLetterJobs(database, tell, rereader).find(({ name }) => name === 'prune-letter-runs');
    await prune?.run({});
    const [kept] = await seed.rows(
      `select count(*) filter (where ended_at is null)::int as running, count(ended_at)::int as ended,
              min(total) filter (where ended_at is not null) as oldest
       from dead_letter_run`,
    );
    // Two run, and of the others the three that began first are gone.
    expect(kept).toEqual({ running: 2, ended: limits.deadLetterRunsKept, oldest: 6 });
  });

  it('are worked on by so many runs at a time and no more', async () => {
    await keep([{}]);
    const begin = () => runs.retry(asker(ada), { selection: { all: true } });
    const answers = await Promise.all(Array.from({ length: limits.deadLetterRunsAtOnce + 2 }, begin));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(limits.deadLetterRunsAtOnce);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({
      error: { code: 'conflict', data: { reason: 'too_many_runs' } },
    });
  });

  it('that nobody kept are not found', async () => {
    const { run } = dataOf(await runs.retry(asker(ada), { selection: { source: 'http' } }));
    expect([run.total, run.endedAt]).toEqual([0, expect.any(String)]);
    expect(await desk.get({ deadLetterId: randomUUID() })).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('letters of a source that has a mapping', () => {
  const mappingTo = (title: string) =>
    `$merge([$, { "eventId": id, "ticketId": "T-" & id, "title": ${title}, "reasonCode": "r", "reason": "r", "rejectedBy": "bot",
      "priority": "low", "occurredAt": "2026-01-02T03:04:05.678Z" }])`;

  it('are read again by the one that it has by then: once that is mended, all become tickets of the source', async () => {
    await seed.rows(
      `insert into source (id, key, name, kind, mapping, created_by_id) values (gen_random_uuid(), 'desk', 'Desk', 'http', $1, $2)`,
      [mappingTo('subject'), ada.id],
    );
    onTestFinished(() => seed.rows('delete from source').then(() => {}));
    await keep(Array.from({ length: 60 }, (_, n) => ({ payload: `{"id":"e${n}","name":"Refund"}`, source: 'desk' })));
    await keep([{ payload: '{"id":"other"}', source: 'http' }]);
    startWorker();
    const selection = { source: 'desk' };
    expect(dataOf(await desk.preview({ selection }))).toMatchObject({ looked: 60, passes: 0, fails: 60 });
    await seed.rows(`update source set mapping = $1`, [mappingTo('name')]);
    const { run } = dataOf(await runs.retry(asker(ada), { selection }));
    expect(await ended(run.id)).toMatchObject({ passed: 60, failed: 0 });
    expect([await states(), await tickets()]).toEqual([{ mended: 60, standing: 1 }, 60]);
    expect(await seed.rows('select distinct source, title from rejection')).toEqual([
      { source: 'desk', title: 'Refund' },
    ]);
  });
});
