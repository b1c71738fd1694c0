import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Admin } from '@platformatic/kafka';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Kafka, kafkaIsAvailable, startKafka } from '../../../scripts/installation/kafka.ts';
import { type Postgres, startPostgres } from '../../../scripts/installation/postgres.ts';
import { makeFolder, type Running, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readBooks } from '../../../server/sources/books.ts';
import { produce, type Record } from './producers.ts';
import { openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

const script = `${import.meta.dirname}/kafka-worker.ts`;
const partitions = 4;
const tickets = 40;

describe.skipIf(!(await kafkaIsAvailable()))('Kafka while things break', { timeout: 120_000 }, () => {
  let kafka: Kafka;
  let postgres: Postgres;
  let bench: Workbench;
  let topic: string;
  let sent: string[];

  beforeAll(async () => {
    [kafka, postgres] = await Promise.all([startKafka(), startPostgres()]);
  });
  beforeEach(async () => {
    topic = `tickets-${randomUUID()}`;
    sent = [];
    bench = await openWorkbench(await postgres.createDatabase());
    await kafka.createTopic(topic, partitions);
  });
  afterAll(async () => {
    await bench?.close();
    await Promise.all([kafka?.stop(), postgres?.stop()]);
  });

  const startWorker = async (name: string): Promise<Running> => {
    const folder = makeFolder(name);
    const env = {
      DATABASE_URL: bench.url,
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TOPIC: topic,
      KAFKA_GROUP: topic,
      WORKER: name,
    };
    const command = { file: process.execPath, args: [script], env };
    const worker = await startProcess({
      name,
      folder,
      command,
      ready: () => readFileSync(join(folder, `${name}.log`), 'utf8').includes('started'),
    });
    onTestFinished(async () => {
      await worker.stop();
      removeFolder(folder);
    });
    return worker;
  };

  /** Every ticket has events 1, 2, 3 … and one key, so Kafka keeps their order. */
  const send = async (count: number, change: (event: object, n: number) => unknown = (event) => event) => {
    const records = Array.from({ length: count }, (_, n): Record => {
      const place = sent.length + n;
      const key = `T-${place % tickets}`;
      return {
        key,
        value: change(sampleEvent({ ticketId: key, eventId: `${key}/${Math.floor(place / tickets)}` }), n),
      };
    });
    sent.push(...records.map(({ key }, n) => `${key}/${Math.floor((sent.length + n) / tickets)}`));
    await produce(kafka.brokers, topic, records);
  };

  const countStored = async () =>
    (await bench.database.pool.query('select count(*)::int from rejection')).rows[0].count;
  const allStored = (expected = sent.length) =>
    until(`${expected} events to be stored`, async () => (await countStored()) >= expected, 60_000);

  /** Each event once, `seq` without a hole, the order of each ticket kept, Kafka never ahead of the database. */
  const check = async (expected: string[] = sent) => {
    const stored = await bench.stored();
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, n) => n + 1));
    expect(stored.map((row) => row.event_id).sort()).toEqual([...expected].sort());
    for (const [ticket, rows] of Map.groupBy(stored, (row) => row.ticket_id))
      expect(rows.map((row) => row.event_id)).toEqual(expected.filter((id) => id.startsWith(`${ticket}/`)));
    const next = await positions();
    expect(next).toEqual(await ends());
    for (const [partition, offset] of await committed()) expect(offset).toBeLessThanOrEqual(next.get(partition) ?? -1n);
    await checkBooks(next, stored.length);
  };
  const positions = async () => {
    const { rows } = await bench.database.pool.query('select partition, next_offset from consumer_offset');
    return new Map<number, bigint>(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
  };
  // How much there is to read: a retry of the producer may have written more than was sent.
  const ends = async () => {
    const wanted = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1n }));
    const topics = await withAdmin((admin) => admin.listOffsets({ topics: [{ name: topic, partitions: wanted }] }));
    return new Map(
      topics.flatMap((one) => one.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset])),
    );
  };
  const committed = async () => {
    const groups = await withAdmin((admin) => admin.listConsumerGroupOffsets({ groups: [topic] }));
    const all = groups.flatMap((group) => group.topics.flatMap((one) => one.partitions));
    return all.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset] as const);
  };

  it('a worker killed in the middle of a batch is followed by another one that goes on exactly there', async () => {
    await send(20_000);
    const first = await startWorker('first');
    await until('the first worker to be in the middle', async () => (await countStored()) > 2_000);
    await first.kill();
    const left = await countStored();
    expect(left).toBeLessThan(sent.length);
    await startWorker('second');
    await allStored();
    await check();
  });

  it('workers that come and go while events flow store each event once, in the order of its ticket', async () => {
    const workers = [await startWorker('a'), await startWorker('b')];
    for (let turn = 0; turn < 5; turn++) {
      await send(2_000);
      if (turn % 2 === 0) await workers.shift()?.kill();
      else await workers.shift()?.stop();
      workers.push(await startWorker(`w${turn}`));
    }
    await allStored();
    await check();
  });

  it('a worker frozen beyond its session, then awake again, stores nothing twice and nothing stale', async () => {
    const frozen = await startWorker('frozen');
    await send(2_000);
    await allStored();
    // The feed is locked, so that the worker is frozen with a batch in its hands that its successor will store.
    const lock = new pg.Client({ connectionString: bench.url });
    await lock.connect();
    await lock.query("begin; select 1 from log where kind = 'feed' for update");
    await send(4_000);
    await until('the worker to wait', () => frozen.output().includes('the database cannot take events now'));
    frozen.freeze();
    const successor = await startWorker('successor');
    await until('the partitions to move', () => successor.output().includes('"partitions":[0,1,2,3]'));
    await lock.end();
    await allStored();
    frozen.thaw();
    await send(2_000);
    await until('the awakened one to be fenced', () =>
      frozen.output().includes('another worker has moved this partition'),
    );
    await allStored();
    await check();
    expect([frozen.alive, successor.alive]).toEqual([true, true]);
  });

  it('a database that is killed and comes back costs no event', async () => {
    const worker = await startWorker('worker');
    await send(3_000);
    await until('some events to be stored', async () => (await countStored()) > 0);
    await postgres.process.kill();
    await send(3_000);
    await until('the worker to wait', () => worker.output().includes('the database cannot take events now'));
    await postgres.restart();
    await allStored();
    await check();
    await until("Kafka's own offsets to follow", async () => {
      const next = await positions();
      const seen = await committed();
      return seen.length === partitions && seen.every(([partition, offset]) => offset === next.get(partition));
    });
  });

  it('a broker that is killed and comes back costs no event', async () => {
    const worker = await startWorker('worker');
    await send(2_000);
    await allStored();
    await kafka.process?.kill();
    await until('the worker to notice', () => hasNoticed(worker));
    await kafka.restart();
    await send(2_000);
    await allStored();
    await check();
    expect(worker.alive).toBe(true);
  });

  it('broken events among good ones become exactly their dead letters, also when a worker is killed', async () => {
    const isBroken = (n: number) => n % 100 === 50;
    const first = await startWorker('first');
    await send(10_000, (event, n) => (isBroken(n) ? { ...event, priority: 'meh' } : event));
    await until('some events to be stored', async () => (await countStored()) > 1_000);
    await first.kill();
    await startWorker('second');
    const good = sent.filter((_, n) => !isBroken(n));
    await allStored(good.length);
    await until('the dead letters', async () => (await bench.deadLetters()).length >= 100);
    await check(good);
    expect(await bench.deadLetters()).toHaveLength(100);
  });

  it('partitions that are added later are read too', async () => {
    await startWorker('worker');
    await send(200);
    await allStored();
    await withAdmin((admin) => admin.createPartitions({ topics: [{ name: topic, count: partitions + 1 }] }));
    await produce(kafka.brokers, topic, [{ partition: partitions, value: sampleEvent() }]);
    await allStored(201);
    expect(await happened()).toMatchObject([{ kind: 'partition', topic, partition: partitions }]);
  });

  it('a topic that was deleted and made again is read from its start', async () => {
    const first = await startWorker('first');
    await send(200);
    await allStored();
    await first.stop();
    await withAdmin(async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      await until('the topic to be gone', async () => !(await admin.listTopics()).includes(topic));
    });
    await kafka.createTopic(topic, partitions);
    // More than before, so that the old position would look like one in the middle of the new topic.
    await send(400);
    await Promise.all([startWorker('second'), startWorker('third')]);
    await allStored();
    expect(await bench.stored()).toHaveLength(600);
    expect(await happened()).toMatchObject([{ kind: 'anew', topic }]);
  });

  const happened = async () => {
    const told = await readBooks(bench.database);
    return told.ok ? told.data.gaps : [];
  };

  /** Every offset that was passed is in the books once, whatever broke meanwhile. */
  const checkBooks = async (next: ReadonlyMap<number, bigint>, stored: number) => {
    const told = await readBooks(bench.database);
    const books = told.ok ? told.data.books : [];
    const read = books.filter(({ passed }) => passed > 0);
    expect(new Map(read.map(({ partition, passed }) => [partition, BigInt(passed)]))).toEqual(
      new Map([...next].filter(([, offset]) => offset > 0n)),
    );
    const sumOf = (name: 'read' | 'created' | 'repeated' | 'conflicting' | 'dead' | 'notForUs') =>
      books.reduce((sum, book) => sum + book[name], 0);
    expect(sumOf('created')).toBe(stored);
    expect(sumOf('read')).toBe(sumOf('created') + sumOf('repeated') + sumOf('conflicting') + sumOf('dead'));
    expect(sumOf('notForUs')).toBe(0);
  };

  it('offsets that the broker had removed before they were read are told, and what follows is read', async () => {
    const first = await startWorker('first');
    await send(200);
    await allStored();
    await first.stop();
    const before = await positions();
    await send(200);
    const [partition, end] = [...(await ends())].find(([number, offset]) => offset > (before.get(number) ?? 0n)) ?? [
      0,
      0n,
    ];
    await withAdmin((admin) =>
      admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition, offset: end }] }] }),
    );
    await startWorker('second');
    await until('all that is left to be read', async () => (await positions()).get(partition) === end);
    const told = await readBooks(bench.database);
    const from = Number(before.get(partition) ?? 0n);
    expect(told.ok && told.data.gaps).toMatchObject([
      { source: 'kafka', topic, partition, kind: 'gone', from, to: Number(end) - 1 },
    ]);
    const book = told.ok ? told.data.books.find((one) => one.partition === partition) : undefined;
    expect(book).toMatchObject({ passed: from, read: from, notForUs: 0 });
  });

  /** Whether a worker has said what is wrong with its source; that it consumes, it says in the same way. */
  const hasNoticed = (worker: Running) => /ticket source: (?!consuming)/.test(worker.output());

  const withAdmin = async <T>(work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = new Admin({ clientId: 'tests', bootstrapBrokers: [kafka.brokers] });
    return work(admin).finally(() => admin.close());
  };
});
