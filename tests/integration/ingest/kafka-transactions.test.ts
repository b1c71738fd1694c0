import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Admin, Consumer, FetchIsolationLevels, type FetchIsolationLevelValue, IS_CONTROL } from '@platformatic/kafka';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Kafka, startKafka } from '../../../scripts/installation/kafka.ts';
import { seeded } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readBooks } from '../../../server/sources/books.ts';
import { createKafkaSource } from '../../../server/sources/kafka.ts';
import { type JavaProducer, javaProducerIsAvailable, startJavaProducer } from '../../support/kafka/java-producer.ts';
import { openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

const partitions = 3;

describe.skipIf(!(await javaProducerIsAvailable()))(
  "Transactions of Kafka's own producer",
  { timeout: 600_000 },
  () => {
    let kafka: Kafka;
    let java: JavaProducer;
    let bench: Workbench;
    let topic: string;
    /** Ids of each partition that were committed, in the order of the partition. */
    let committed: string[][];

    beforeAll(async () => {
      // The cleaner looks every 15 s by itself.
      kafka = await startKafka({ 'log.cleaner.backoff.ms': '100' });
      [java, bench] = await Promise.all([startJavaProducer(kafka.brokers), openWorkbench()]);
    });
    beforeEach(async () => {
      topic = `tickets-${randomUUID()}`;
      committed = Array.from({ length: partitions }, () => []);
      await bench.database.pool.query('truncate rejection, dead_letter');
      await bench.database.pool.query(`update log set last_seq = 0, last_version = 0 where kind = 'feed'`);
      await kafka.createTopic(topic, partitions);
    });
    afterAll(async () => {
      await java?.stop();
      await Promise.all([bench?.close(), kafka?.stop()]);
    });

    const open = async (compression = 'none', kind = 'transactional') => {
      const name = `${kind}-${randomUUID()}`;
      await java.order('open', name, compression);
      onTestFinished(() => java.order('close', name));
      return name;
    };
    // Only a topic that is compacted asks for one.
    const key = (eventId: string) => (topic.startsWith('compacted') ? [eventId] : []);
    const send = async (name: string, partition: number, padding = 0) => {
      const eventId = randomUUID();
      const event = {
        ...sampleEvent({ eventId, ticketId: `T-${partition}` }),
        ...(padding > 0 && { padding: 'x'.repeat(padding) }),
      };
      await java.order('send', name, topic, String(partition), JSON.stringify(event), ...key(eventId));
      return eventId;
    };
    const transaction = async (
      name: string,
      end: 'commit' | 'abort',
      partition: number,
      count: number,
      padding = 0,
    ) => {
      await java.order('begin', name);
      for (let n = 0; n < count; n++) {
        const eventId = await send(name, partition, padding);
        if (end === 'commit') committed[partition]?.push(eventId);
      }
      await java.order(end, name);
    };

    const startWorker = async (clientId = 'worker') => {
      const source = createKafkaSource({
        ...{ ...bench, brokers: [kafka.brokers], topic, group: topic, clientId, sessionTimeout: 6_000 },
      });
      onTestFinished(() => source.stop());
      await source.start();
      return source;
    };

    const endsAs = async (admin: Admin, isolationLevel: FetchIsolationLevelValue) => {
      const wanted = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1n }));
      const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions: wanted }], isolationLevel });
      return new Map(found?.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
    };
    /** The end of each partition, when nothing is undecided: the broker answers that a transaction has ended, and then writes its markers. */
    const settledEnds = async () => {
      const admin = new Admin({ clientId: 'tests', bootstrapBrokers: [kafka.brokers] });
      onTestFinished(() => admin.close());
      let all = new Map<number, bigint>();
      const isSettled = async () => {
        all = await endsAs(admin, FetchIsolationLevels.READ_UNCOMMITTED);
        return isDeepStrictEqual(all, await endsAs(admin, FetchIsolationLevels.READ_COMMITTED));
      };
      await until('every transaction to be decided', isSettled);
      return all;
    };
    const positions = async () => {
      const { rows } = await bench.database.pool.query<{ partition: number; next_offset: string }>(
        'select partition, next_offset from consumer_offset where consumer_group = $1',
        [topic],
      );
      return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
    };
    /** All has been read, and what is stored is what was committed: each once, in the order of its partition. */
    const check = async () => {
      const wanted = await settledEnds();
      const reachedAll = async () => {
        const reached = await positions();
        return [...wanted].every(([partition, end]) => (reached.get(partition) ?? 0n) === end);
      };
      // A worker that is stopped while it joins is waited for by the group until its session ends.
      await until('the end of every partition to be reached', reachedAll, 60_000);
      const stored = await bench.stored();
      for (let partition = 0; partition < partitions; partition++)
        expect(stored.filter((row) => row.ticket_id === `T-${partition}`).map((row) => row.event_id)).toEqual(
          committed[partition],
        );
      expect(await bench.deadLetters()).toEqual([]);
      await checkBooks(wanted);
    };
    /** Of every partition each offset up to its end is in the books: as read, or as not for us. */
    const checkBooks = async (wanted: ReadonlyMap<number, bigint>) => {
      const told = await readBooks(bench.database);
      const books = told.ok ? told.data.books.filter((book) => book.topic === topic && book.passed > 0) : [];
      expect(
        books.map(({ partition, passed, read, created, dead }) => ({ partition, passed, read, created, dead })),
      ).toEqual(
        [...wanted]
          .sort(([a], [b]) => a - b)
          .flatMap(([partition, end]) => {
            const sent = committed[partition]?.length ?? 0;
            return end === 0n ? [] : [{ partition, passed: Number(end), read: sent, created: sent, dead: 0 }];
          }),
      );
      for (const { passed, read, notForUs } of books) expect(passed).toBe(read + notForUs);
    };

    it('that one producer aborts one after the other while nobody reads show nothing', async () => {
      const name = await open();
      for (const end of ['abort', 'commit', 'abort', 'abort', 'commit', 'abort'] as const)
        await transaction(name, end, 0, 5);
      await startWorker();
      await check();
    });

    it('that are aborted and longer than what is fetched at once show nothing', async () => {
      const name = await open();
      await transaction(name, 'commit', 0, 2);
      await transaction(name, 'abort', 0, 400, 10_000);
      await transaction(name, 'commit', 0, 2);
      await startWorker();
      await check();
    });

    it('that are undecided hold back what came after them, and lose nothing', async () => {
      const [slow, quick, plain] = [await open(), await open(), await open('none', 'plain')];
      await startWorker();
      await java.order('begin', slow);
      const first = await send(slow, 0);
      await java.order('flush', slow);
      await transaction(quick, 'commit', 0, 1);
      const elsewhere = await send(plain, 1);
      await java.order('flush', plain);
      committed[1]?.push(elsewhere);
      await until('the other partition to arrive', async () => (await bench.stored()).length > 0);
      expect((await bench.stored()).map((row) => row.event_id)).toEqual([elsewhere]);
      await java.order('commit', slow);
      committed[0]?.unshift(first);
      await check();
    });

    /** How many records each marker holds that comes in the first answer about the first partition. */
    const markers = async (reader: Consumer) => {
      const { id: topicId } = (await reader.metadata({ topics: [topic] })).topics.get(topic) ?? {};
      if (topicId === undefined) throw new Error('the topic is not there');
      const from = { partition: 0, fetchOffset: 0n, partitionMaxBytes: 1_000_000 };
      const { responses } = await reader.fetch({
        node: 1,
        topics: [{ topicId, partitions: [{ ...from, currentLeaderEpoch: -1, lastFetchedEpoch: -1 }] }],
        isolationLevel: FetchIsolationLevels.READ_UNCOMMITTED,
      });
      const batches = responses.flatMap(({ partitions: all }) => all.flatMap(({ records }) => records ?? []));
      return batches.flatMap(({ attributes, records }) => ((attributes & IS_CONTROL) === 0 ? [] : records.length));
    };

    it('whose marker compaction has taken away, with its batch left, are read past', async () => {
      topic = `compacted-${randomUUID()}`;
      await kafka.createTopic(topic, partitions, {
        ...{ 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.01', 'delete.retention.ms': '0' },
        'segment.ms': '50',
      });
      const [old, young, plain] = [await open(), await open(), await open('none', 'plain')];
      await transaction(old, 'abort', 0, 1);
      const reader = new Consumer({ clientId: 'looks', groupId: randomUUID(), bootstrapBrokers: [kafka.brokers] });
      onTestFinished(() => reader.close());
      // What is written begins a new segment, and only those before it are compacted. The broker names aborted transactions
      // beside what it sends; where there are some, a client looks into the markers.
      const isThere = async () => {
        await transaction(young, 'abort', 0, 1);
        committed[0]?.push(await send(plain, 0));
        await java.order('flush', plain);
        const found = await markers(reader);
        return found.includes(0) && found.includes(1);
      };
      await until('compaction to leave an empty marker beside one that is not', isThere, 60_000);
      await startWorker();
      await check();
    });

    it('of many producers at once, packed in every way, are read exactly through restarts and rebalances', async () => {
      const random = seeded(21);
      const transactional = await Promise.all(['none', 'gzip', 'snappy', 'lz4', 'zstd'].map((packed) => open(packed)));
      const others = [await open('lz4', 'idempotent'), await open('snappy', 'plain')];
      /** Producer → what is in its transaction. */
      const undecided: { [name: string]: string[] } = {};
      const aborted = new Set<string>();
      const sendOne = async (name: string) => {
        const partition = random.below(partitions);
        const eventId = await send(name, partition);
        // At once, so that the order of the partition is known.
        await java.order('flush', name);
        committed[partition]?.push(eventId);
        return eventId;
      };
      const decide = async (name: string, end: 'commit' | 'abort') => {
        await java.order(end, name);
        if (end === 'abort') for (const eventId of undecided[name] ?? []) aborted.add(eventId);
        delete undecided[name];
      };
      const act = async () => {
        const name = random.pick([...transactional, ...transactional, ...others]);
        if (others.includes(name)) await sendOne(name);
        else if (undecided[name] === undefined) {
          await java.order('begin', name);
          undecided[name] = [];
        } else if (random.chance(0.25)) await decide(name, random.chance(0.5) ? 'commit' : 'abort');
        else undecided[name].push(await sendOne(name));
      };
      let workers = [await startWorker('first')];
      for (let round = 0; round < 4; round++) {
        for (let n = 0; n < 40; n++) await act();
        // In turn: another one beside it, the older one gone, nobody for a while.
        if (round === 1) workers.push(await startWorker('second'));
        if (round === 2) await workers.shift()?.stop();
      }
      await Promise.all(workers.map((worker) => worker.stop()));
      for (const name of Object.keys(undecided)) await decide(name, 'abort');
      workers = [await startWorker('third')];
      committed = committed.map((ids) => ids.filter((eventId) => !aborted.has(eventId)));
      await check();
      expect(aborted.size).toBeGreaterThan(10);
    });
  },
);
