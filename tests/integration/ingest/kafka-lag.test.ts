import { randomUUID } from 'node:crypto';
import { Admin } from '@platformatic/kafka';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Data } from '../../../protocol/index.ts';
import { type Kafka, kafkaIsAvailable, startKafka } from '../../../scripts/installation/kafka.ts';
import { seeded } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readBooks } from '../../../server/sources/books.ts';
import { createKafkaSource } from '../../../server/sources/kafka.ts';
import { Reach } from '../../../server/sources/reach/reach.ts';
import type { TicketSource } from '../../../server/sources/source.ts';
import { Link } from '../../chaos/link/link.ts';
import { fetchGate } from '../../chaos/link/looks.ts';
import { produce } from './producers.ts';
import { openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

const books = async (bench: Workbench): Promise<Data<'source:books'>> => {
  const told = await readBooks(bench.database);
  if (!told.ok) throw new Error(told.error.message);
  return told.data;
};

describe.skipIf(!(await kafkaIsAvailable()))('how far a Kafka partition is', { timeout: 120_000 }, () => {
  const gate = fetchGate();
  let link: Link;
  let kafka: Kafka;
  let bench: Workbench;
  let topic: string;
  const sources: TicketSource[] = [];

  beforeAll(async () => {
    kafka = await startKafka({}, async (port) => {
      link = await Link.open({ target: port, random: seeded(1), look: gate.look });
      return link.port;
    });
  });
  beforeEach(async () => {
    topic = `tickets-${randomUUID()}`;
    bench = await openWorkbench();
    await kafka.createTopic(topic, 1);
  });
  afterEach(async () => {
    gate.open();
    await Promise.all(sources.splice(0).map((source) => source.stop()));
    await bench.close();
  });
  afterAll(async () => {
    await kafka?.stop();
    await link?.stop();
  });

  const startSource = async () => {
    const options = { brokers: [kafka.brokers], topic, group: topic, clientId: 'test', sessionTimeout: 6_000 };
    const source = createKafkaSource({ ...bench, ...options });
    sources.push(source);
    await source.start();
  };
  const send = (count: number, timestamp?: bigint) =>
    produce(
      kafka.brokers,
      topic,
      Array.from({ length: count }, () => ({ value: sampleEvent(), ...(timestamp !== undefined && { timestamp }) })),
    );
  const book = async () => (await books(bench)).books.find((one) => one.topic === topic);
  const lagBecomes = (events: number) =>
    until(`${events} to be not read yet`, async () => (await book())?.lagEvents === events, 30_000);

  it('is told although nothing can be fetched, with how long the oldest event has waited, until all is read', async () => {
    await startSource();
    const sentAt = Date.UTC(2026, 2, 1, 12);
    await send(10, BigInt(sentAt));
    await until('the first events to be read', async () => (await book())?.created === 10);
    const told = async () => (await book())?.lastSentAt === new Date(sentAt).toISOString();
    await until('it to be told when the last one had been sent', told, 30_000);
    expect(await book()).toMatchObject({ lagEvents: 0, lagSeconds: 0 });
    gate.close();
    await send(30);
    await lagBecomes(30);
    await until('the wait to grow', async () => ((await book())?.lagSeconds ?? 0) >= 6, 30_000);
    gate.open();
    await until('all events to be read', async () => (await book())?.created === 40, 60_000);
    await lagBecomes(0);
    expect((await book())?.lagSeconds).toBe(0);
  });

  it('is not what the broker has removed: that is nobody’s to read any more', async () => {
    gate.close();
    await startSource();
    await send(20);
    await lagBecomes(20);
    const admin = new Admin({ clientId: 'tests', bootstrapBrokers: [kafka.brokers] });
    await admin
      .deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 15n }] }] })
      .finally(() => admin.close());
    await lagBecomes(5);
    await send(3);
    await lagBecomes(8);
  });

  it('raises an alarm within a minute when fetches are stuck and heartbeats pass, which ends when events come again', async () => {
    await startSource();
    await send(5);
    await until('the first events to be read', async () => (await book())?.created === 5);
    gate.close();
    await send(5);
    await until('the alarm', async () => (await books(bench)).alarms.length > 0, 60_000);
    expect((await books(bench)).alarms).toMatchObject([{ source: 'kafka', topic, partition: 0, kind: 'stalled' }]);
    gate.open();
    await until('the alarm to end', async () => (await books(bench)).alarms.length === 0, 60_000);
    expect(await book()).toMatchObject({ created: 10 });
  });
});

describe('who looks how far a source is', () => {
  let bench: Workbench;
  const shelf = { source: 'kafka', group: 'g', topic: 't@1' };
  beforeEach(async () => {
    bench = await openWorkbench();
  });
  afterEach(() => bench.close());
  const stored = async () =>
    (await bench.database.pool.query('select end_offset::int, turn::int from source_reach')).rows;
  const fiveSecondsPass = () =>
    bench.database.pool.query(`update source_reach set looked_at = looked_at - interval '5 seconds'`);
  const saying = (end: number) => async () => new Map([[0, { first: 0, end, lastAt: null }]]);

  it('is one of all workers, not more often than every five seconds', async () => {
    const [one, other] = [new Reach(bench.database, shelf), new Reach(bench.database, shelf)];
    const kept = await Promise.all([one.look([0], saying(7)), other.look([0], saying(7))]);
    expect(kept.sort()).toEqual([0, 1]);
    expect(await one.look([0], saying(9))).toBe(0);
    await fiveSecondsPass();
    expect(await one.look([0], saying(9))).toBe(1);
    expect(await stored()).toEqual([{ end_offset: 9, turn: 2 }]);
  });

  it('and comes back too late, overwrites nothing of what another one was told since', async () => {
    const [slow, quick] = [new Reach(bench.database, shelf), new Reach(bench.database, shelf)];
    const kept = await slow.look([0], async () => {
      await fiveSecondsPass();
      expect(await quick.look([0], saying(100))).toBe(1);
      return new Map([[0, { first: 0, end: 50, lastAt: null }]]);
    });
    expect(kept).toBe(0);
    expect(await stored()).toEqual([{ end_offset: 100, turn: 2 }]);
  });

  it('finds a source stalled that has not moved for 45 seconds although something waits; one that moves is only behind', async () => {
    await new Reach(bench.database, shelf).look([0], saying(7));
    const waitsSince = (span: string) =>
      bench.database.pool.query(
        `update source_reach set marks = jsonb_build_array(jsonb_build_object(
           'end', 7, 'at', extract(epoch from now() - $1::interval) * 1000))`,
        [span],
      );
    const movedAgo = (span: string) =>
      bench.database.pool.query(
        `insert into source_book (source, consumer_group, topic, partition, moved_at) values ('kafka', 'g', 't@1', 0, now() - $1::interval)
         on conflict (source, consumer_group, topic, partition) do update set moved_at = excluded.moved_at`,
        [span],
      );
    const alarms = async () => (await books(bench)).alarms.map(({ kind }) => kind);
    await waitsSince('2 minutes');
    expect(await alarms()).toEqual(['stalled']);
    await movedAgo('10 seconds');
    expect(await alarms()).toEqual([]);
    await movedAgo('46 seconds');
    expect(await alarms()).toEqual(['stalled']);
    // It was quiet for long, and something has just come.
    await waitsSince('10 seconds');
    expect(await alarms()).toEqual([]);
    await waitsSince('2 minutes');
    await bench.database.pool.query(
      `insert into consumer_offset (consumer_group, topic, partition, next_offset) values ('g', 't@1', 0, 7)`,
    );
    expect(await alarms()).toEqual([]);
  });

  it('is believed for half a minute: what nobody has asked since is not known', async () => {
    await new Reach(bench.database, shelf).look([0], saying(7));
    expect((await books(bench)).books).toMatchObject([{ lagEvents: 7, passed: 0 }]);
    await bench.database.pool.query(`update source_reach set told_at = told_at - interval '31 seconds'`);
    expect((await books(bench)).books).toMatchObject([{ lagEvents: null, lagSeconds: null }]);
  });
});
