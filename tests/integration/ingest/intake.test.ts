import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { limits, TicketSource } from '../../../protocol/index.ts';
import { ingestTickets } from '../../../server/tickets/rejections.ts';
import { arrivalOf, incoming, openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

let bench: Workbench;
const part = { group: 'g', topic: 't', partition: 0 };

beforeAll(async () => {
  bench = await openWorkbench();
});
beforeEach(async () => {
  await bench.database.pool.query('truncate rejection, dead_letter, consumer_offset');
  await bench.database.pool.query(`update log set last_seq = 0, last_version = 0 where kind = 'feed'`);
  bench.published.length = 0;
});
afterAll(async () => {
  await bench?.close();
});

const outcomesOf = (taken: Awaited<ReturnType<Workbench['intake']['take']>>) =>
  taken.fenced ? 'fenced' : taken.outcomes.map(({ outcome }) => outcome);

describe('a batch of ticket events', () => {
  it('has a count of dead letters to rise from before the first one, so that an alert sees that one, too', async () => {
    const own = await openWorkbench();
    onTestFinished(() => own.close());
    const { intake, metrics } = own;
    const lettersOf = async () =>
      (await metrics.ingested.get()).values.flatMap(({ labels, value }) =>
        labels.outcome === 'dead_letter' ? [`${labels.source}: ${value}`] : [],
      );
    expect(await lettersOf()).toEqual(TicketSource.options.map((source) => `${source}: 0`));
    await intake.take('http', [arrivalOf({}, 'x')]);
    expect(await lettersOf()).toContain('http: 1');
  });

  it('is stored in its order, repeats once, and what cannot be read beside it with the reason', async () => {
    const [first, second] = [sampleEvent(), sampleEvent()];
    const broken = { ...sampleEvent(), priority: 'meh' };
    const arrivals = [first, broken, second, first].map((event, n) => arrivalOf(event, `p${n}`));
    const taken = await bench.intake.take('http', arrivals);
    expect(outcomesOf(taken)).toEqual(['created', 'dead_letter', 'created', 'repeated']);
    expect((await bench.stored()).map((row) => row.event_id)).toEqual([first.eventId, second.eventId]);
    expect(await bench.deadLetters()).toMatchObject([
      {
        source: 'http',
        position: 'p1',
        payload: Buffer.from(JSON.stringify(broken)),
        error: expect.stringMatching(/^priority: /),
      },
    ]);
    expect(bench.published.map(({ eventId, seq, version }) => [eventId, seq, version])).toEqual([
      [first.eventId, 1, 1],
      [second.eventId, 2, 2],
    ]);
  });

  it('sent again changes nothing, not even the dead letters', async () => {
    const arrivals = [arrivalOf(sampleEvent(), 'a'), arrivalOf({}, 'b')];
    await bench.intake.take('http', arrivals);
    expect(outcomesOf(await bench.intake.take('http', arrivals))).toEqual(['repeated', 'dead_letter']);
    expect(await bench.stored()).toHaveLength(1);
    expect(await bench.deadLetters()).toHaveLength(1);
    expect(bench.published).toHaveLength(1);
  });

  it('counts once when many bring it at the same moment', async () => {
    const events = Array.from({ length: 20 }, (_, n) => sampleEvent({ ticketId: `T-${n}` }));
    const shuffled = (n: number) => [...events.slice(n), ...events.slice(0, n)].map((event) => arrivalOf(event));
    await Promise.all(Array.from({ length: 8 }, (_, n) => bench.intake.take('http', shuffled(n))));
    const stored = await bench.stored();
    expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(new Set(stored.map((row) => row.event_id)).size).toBe(20);
    expect(bench.published).toHaveLength(20);
  });

  it('loses only the event that PostgreSQL itself refuses, wherever it stands', async () => {
    // Past the schema on purpose: a reader that lets something through must not stop the source.
    const poison = { ...arrivalOf(sampleEvent(), 'poison') };
    poison.reading = { ok: true, event: { ...incoming(sampleEvent({ eventId: 'p' })), title: 'a\u0000b' } };
    for (const place of [0, 3, 6]) {
      const arrivals = Array.from({ length: 7 }, () => arrivalOf(sampleEvent()));
      arrivals[place] = { ...poison, position: `poison ${place}` };
      const expected = arrivals.map((_, n) => (n === place ? 'dead_letter' : 'created'));
      expect(outcomesOf(await bench.intake.take('http', arrivals))).toEqual(expected);
    }
    const letters = await bench.deadLetters();
    expect(letters.map(({ position }) => position)).toEqual(['poison 0', 'poison 3', 'poison 6']);
    expect(letters[0]?.error).toMatch(/^the database refuses it: /);
  });

  it('is stored in parts when it is large, and of what is no event a part is kept', async () => {
    const nonsense = Array.from({ length: 12 }, (_, n) => arrivalOf('x'.repeat(1_200_000), `large ${n}`));
    const arrivals = [arrivalOf(sampleEvent()), ...nonsense, arrivalOf(sampleEvent())];
    const statements = watchStatements();
    const taken = await bench.intake.take('rabbitmq', arrivals);
    expect(outcomesOf(taken)).toEqual(['created', ...Array<string>(12).fill('dead_letter'), 'created']);
    expect(Math.max(...statements())).toBeLessThan(8_000_000);
    const [letter] = await bench.deadLetters();
    expect(letter?.payload).toHaveLength(limits.deadLetterBytes);
    expect(letter?.error).toMatch(/^the event is longer than .* \(1000000 of 1200002 kept\)$/);
  });

  it('is counted whatever became of it, so that the books balance', async () => {
    const event = sampleEvent();
    const arrivals = [event, event, { ...event, title: 'Another' }, {}, sampleEvent()].map((value) => arrivalOf(value));
    const before = await counted();
    await bench.intake.take('redis-stream', arrivals);
    const after = await counted();
    expect(after.map(([outcome, count]) => [outcome, count - (Object.fromEntries(before)[outcome] ?? 0)])).toEqual([
      ['conflicting', 1],
      ['created', 2],
      ['dead_letter', 1],
      ['repeated', 1],
    ]);
  });
});

/** What became of the events of a Redis stream until now, as the metrics tell. */
const counted = async (): Promise<[outcome: string, count: number][]> => {
  const { values } = await bench.metrics.ingested.get();
  return values
    .filter(({ labels }) => labels.source === 'redis-stream')
    .map(({ labels, value }): [string, number] => [String(labels.outcome), value])
    .sort();
};

/** @returns gives how many characters each statement since has carried */
const watchStatements = (): (() => number[]) => {
  const sizes: number[] = [];
  const query = vi.spyOn(bench.database, 'query');
  onTestFinished(() => query.mockRestore());
  return () => {
    for (const [, , values] of query.mock.calls) sizes.push(JSON.stringify(values).length);
    return sizes;
  };
};

describe('a batch of a Kafka partition', () => {
  const batch = (from: bigint, next: bigint) => ({
    range: { ...part, from, next },
    arrivals: Array.from({ length: Number(next - from) }, (_, n) => ({
      ...arrivalOf(sampleEvent({ eventId: `e${Number(from) + n}` })),
      offset: from + BigInt(n),
    })),
  });
  const take = ({ arrivals, range }: ReturnType<typeof batch>) => bench.intake.take('kafka', arrivals, range);
  const position = async () =>
    (await bench.database.pool.query('select next_offset::int from consumer_offset')).rows.map(
      (row) => row.next_offset,
    );

  it('moves the position with its events, in one transaction', async () => {
    await take(batch(0n, 3n));
    await take(batch(3n, 5n));
    expect(await position()).toEqual([5]);
    expect(await bench.stored()).toHaveLength(5);
  });

  it('is fenced, and nothing of it is stored, when another consumer is further or not there yet', async () => {
    await take(batch(0n, 3n));
    for (const [from, next] of [
      [0n, 3n],
      [2n, 5n],
      [4n, 6n],
    ] as const)
      expect(await take(batch(from, next))).toEqual({ fenced: true });
    expect(await position()).toEqual([3]);
    expect(await bench.stored()).toHaveLength(3);
  });

  it('has one winner when a zombie and its successor come at once', async () => {
    for (let from = 0n; from < 20n; from += 2n) {
      const taken = await Promise.all([take(batch(from, from + 2n)), take(batch(from, from + 2n))]);
      expect(taken.filter(({ fenced }) => fenced)).toHaveLength(1);
    }
    expect((await bench.stored()).map((row) => row.event_id)).toEqual(Array.from({ length: 20 }, (_, n) => `e${n}`));
  });

  it('moves the position exactly to its end also when it has to be taken apart', async () => {
    const { arrivals, range } = batch(0n, 5n);
    const poisoned = arrivals.map((arrival, n) =>
      n === 2
        ? { ...arrival, reading: { ok: true as const, event: { ...incoming(sampleEvent()), reason: '\u0000' } } }
        : arrival,
    );
    const taken = await bench.intake.take('kafka', poisoned, range);
    expect(outcomesOf(taken)).toEqual(['created', 'created', 'dead_letter', 'created', 'created']);
    expect(await position()).toEqual([5]);
  });

  it('that holds nothing but broken records moves the position too', async () => {
    const arrivals = [{ ...arrivalOf('nonsense'), offset: 0n }];
    await bench.intake.take('kafka', arrivals, { ...part, from: 0n, next: 1n });
    expect(await position()).toEqual([1]);
  });
});

it('An error that is no fault of the event costs no event: it is thrown, and nothing is stored', async () => {
  await bench.database.pool.query(`
    create function broken() returns trigger language plpgsql as $$ begin raise exception 'a defect' using errcode = 'XX000'; end $$;
    create trigger broken before insert on rejection for each row execute function broken()`);
  try {
    await expect(bench.intake.take('http', [arrivalOf(sampleEvent())])).rejects.toThrow('a defect');
  } finally {
    await bench.database.pool.query('drop function broken cascade');
  }
  expect(await bench.deadLetters()).toEqual([]);
  expect(await bench.stored()).toEqual([]);
  const direct = await ingestTickets(bench.database, {
    source: 'http',
    events: [incoming(sampleEvent())],
    deadLetters: [],
  });
  expect(direct.fenced).toBe(false);
});
