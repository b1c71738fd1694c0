import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limits, type TicketEvent } from '../../../protocol/index.ts';
import { readText } from '../../../server/sources/event.ts';
import { readConflicts, readRaw } from '../../../server/tickets/rejection-origins.ts';
import { arrivalOf, openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench();
});
beforeEach(async () => {
  await bench.database.pool.query('truncate rejection, conflicting_event, dead_letter');
  await bench.database.pool.query(`update log set last_seq = 0, last_version = 0 where kind = 'feed'`);
  bench.published.length = 0;
});
afterAll(async () => {
  await bench?.close();
});

type Source = Parameters<Workbench['intake']['take']>[0];

const take = async (events: TicketEvent[], source: Source = 'http') => {
  const taken = await bench.intake.take(
    source,
    events.map((event) => arrivalOf(event)),
  );
  return taken.fenced ? [] : taken.outcomes.map(({ outcome }) => outcome);
};
const rejections = async () =>
  (
    await bench.database.pool.query<{ id: string; source: string; title: string; conflicts: number; version: number }>(
      'select id, source, title, conflicts, version::int from rejection order by seq',
    )
  ).rows;
const only = async () => {
  const [row, ...others] = await rejections();
  if (row === undefined || others.length > 0) throw new Error('there is not exactly one rejection');
  return row;
};
const keptTitles = async (id: string) =>
  (await readConflicts(bench.database, id)).map(({ raw }) => (JSON.parse(raw) as TicketEvent).title);

describe('an event is known by its source and its id', () => {
  it('so two producers that both number from 1 get a ticket each', async () => {
    expect(await take([sampleEvent({ eventId: '1', title: 'over HTTP' })], 'http')).toEqual(['created']);
    expect(await take([sampleEvent({ eventId: '1', title: 'over Kafka' })], 'kafka')).toEqual(['created']);
    expect(await take([sampleEvent({ eventId: '1', title: 'over Kafka' })], 'kafka')).toEqual(['repeated']);
    expect((await rejections()).map(({ source, title }) => [source, title])).toEqual([
      ['http', 'over HTTP'],
      ['kafka', 'over Kafka'],
    ]);
  });

  it('and one that says the same in another order is a repeat', async () => {
    const event = { ...sampleEvent(), more: { a: 1, b: [{ c: 1, d: 2 }] } };
    const { more: _, ...rest } = event;
    const turned = Object.fromEntries(Object.entries({ ...rest, more: { b: [{ d: 2, c: 1 }], a: 1 } }).reverse());
    expect(await take([event, turned as TicketEvent])).toEqual(['created', 'repeated']);
    expect(await take([turned as TicketEvent])).toEqual(['repeated']);
  });
});

describe('another content under a known id', () => {
  const event = sampleEvent({ eventId: '1', title: 'first' });
  const other = (title: string) => ({ ...event, title });

  it('is conflicting: kept beside the ticket, which stays as it is, and everybody hears of it', async () => {
    await take([event, sampleEvent()]);
    expect(await take([other('second')])).toEqual(['conflicting']);
    const [row] = await rejections();
    expect(row).toMatchObject({ title: 'first', conflicts: 1, version: 3 });
    expect(await keptTitles(row?.id ?? '')).toEqual(['second']);
    expect(bench.published.at(-1)).toMatchObject({ title: 'first', conflicts: 1, version: 3, seq: 1 });
  });

  it('may differ in a field that only its producer knows', async () => {
    await take([event]);
    expect(await take([{ ...event, region: 'eu' } as TicketEvent])).toEqual(['conflicting']);
  });

  it('counts once however often it comes', async () => {
    await take([event]);
    for (let n = 0; n < 3; n++)
      expect(await take([other('second'), other('second')])).toEqual(['conflicting', 'conflicting']);
    expect(await only()).toMatchObject({ conflicts: 1, version: 2 });
  });

  it('is noticed within one batch, too', async () => {
    expect(await take([event, other('second'), event, other('third'), other('second')])).toEqual([
      'created',
      'conflicting',
      'repeated',
      'conflicting',
      'conflicting',
    ]);
    const { id, ...row } = await only();
    expect(row).toMatchObject({ title: 'first', conflicts: 2, version: 1 });
    expect((await keptTitles(id)).sort()).toEqual(['second', 'third']);
  });

  it('is kept a limited number of times, and counted beyond', async () => {
    await take([event]);
    const many = Array.from({ length: limits.ticketConflicts + 3 }, (_, n) => other(`other ${n}`));
    await take(many.slice(0, 5));
    await take(many.slice(5));
    const { id, conflicts } = await only();
    expect(conflicts).toBe(many.length);
    expect(await keptTitles(id)).toHaveLength(limits.ticketConflicts);
  });

  it('has one winner when several bring different contents at the same moment, and none of the others is lost', async () => {
    const titles = Array.from({ length: 8 }, (_, n) => `content ${n}`);
    const outcomes = await Promise.all(titles.map((title) => take([other(title)])));
    expect(outcomes.flat().sort()).toEqual([...Array<string>(7).fill('conflicting'), 'created']);
    const { id, title, conflicts } = await only();
    expect(conflicts).toBe(7);
    expect([title, ...(await keptTitles(id))].sort()).toEqual(titles);
    expect(bench.published.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('of many events at once changes each of them once, without a hole in the versions', async () => {
    const events = Array.from({ length: 5 }, (_, n) => sampleEvent({ eventId: `e${n}` }));
    await take(events);
    bench.published.length = 0;
    const changed = events.flatMap((one) => [
      { ...one, title: 'a' },
      { ...one, title: 'b' },
    ]);
    await take([...changed, sampleEvent({ eventId: 'new' })]);
    expect(bench.published.map(({ eventId, version, conflicts }) => [eventId, version, conflicts])).toEqual([
      ['new', 6, 0],
      ...events.map(({ eventId }, n) => [eventId, 7 + n, 2]),
    ]);
  });
});

describe('what a producer sent', () => {
  it('is given back as it came, also what PostgreSQL has no value for', async () => {
    const text = `{ "big": 12345678901234567890, "nul": "a\\u0000b", "half": "\\ud800", "twice": 1, "twice": 2, ${JSON.stringify(sampleEvent()).slice(1)}`;
    const arrival = { ...arrivalOf({}), reading: readText(text) };
    await bench.intake.take('http', [arrival]);
    const [published] = bench.published;
    expect(await readRaw(bench.database, published?.id ?? '')).toBe(text);
    expect(published?.attributes).toEqual({ big: '12345678901234567890', twice: 2 });
    expect(await bench.deadLetters()).toEqual([]);
  });
});
