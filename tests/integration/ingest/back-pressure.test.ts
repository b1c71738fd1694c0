import { randomUUID } from 'node:crypto';
import { Admin, type MessagesStream } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Kafka, kafkaIsAvailable, startKafka } from '../../../scripts/installation/kafka.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readBooks } from '../../../server/sources/books.ts';
import { Intake } from '../../../server/sources/intake.ts';
import { MessageQueue } from '../../../server/sources/kafka/message-queue.ts';
import { createKafkaSource } from '../../../server/sources/kafka.ts';
import { createFeed } from '../../../server/tickets/feed.ts';
import { produce, type Record } from './producers.ts';
import { openWorkbench, sampleEvent, type Workbench } from './workbench.ts';

const events = 20_000;
const partitions = 4;
const tickets = 200;
/** As kafka.ts has it: what the buffer is filled up to, and what one answer of the broker brings besides. */
const highWaterMark = 1_000;
const answerBytes = 4 * 1_024 * 1_024;
const reason = 'It was not what was asked for. '.repeat(60);

describe.skipIf(!(await kafkaIsAvailable()))('many events at once in Kafka', { timeout: 180_000 }, () => {
  let kafka: Kafka;
  let bench: Workbench;
  beforeAll(async () => {
    [kafka, bench] = await Promise.all([startKafka(), openWorkbench()]);
  });
  afterAll(async () => {
    await bench?.close();
    await kafka?.stop();
  });

  it('are taken in at the pace of the database, in order, with no more in memory than may be, while the feed is read', async () => {
    const topic = `tickets-${randomUUID()}`;
    await kafka.createTopic(topic, partitions);
    const records = Array.from({ length: events }, (_, n): Record => {
      const ticketId = `T-${n % tickets}`;
      return {
        key: ticketId,
        value: sampleEvent({ ticketId, reason, eventId: `${ticketId}/${Math.floor(n / tickets)}` }),
      };
    });
    await produce(kafka.brokers, topic, records);
    const bytes = Buffer.byteLength(JSON.stringify(records[0]?.value));

    let stream: Pick<MessagesStream<Buffer, Buffer, Buffer, Buffer>, 'readableLength'> | undefined;
    const reading = vi.spyOn(MessageQueue.prototype, 'read').mockImplementation(function (this: MessageQueue, opened) {
      stream = opened;
      return original.call(this, opened);
    });
    const lengths: number[] = [];
    const batches: number[] = [];
    const intake = new Intake({ ...bench, publish: () => {} });
    const take = intake.takeInTurn.bind(intake);
    intake.takeInTurn = (turn, source, arrivals, range) => {
      lengths.push(stream?.readableLength ?? 0);
      batches.push(arrivals.length);
      return take(turn, source, arrivals, range);
    };
    const source = createKafkaSource({
      ...bench,
      intake,
      brokers: [kafka.brokers],
      topic,
      group: topic,
      clientId: 'test',
    });
    await source.start();
    const feed = createFeed({ database: bench.database, publish: () => {} });
    let looks = 0;
    try {
      await until(
        'all to be stored',
        async () => {
          const page = await feed.list(randomUUID(), { limit: 50 });
          if (!page.ok) throw new Error(page.error.message);
          looks += 1;
          const { rows } = await bench.database.pool.query(`select last_seq::int as seq from log where kind = 'feed'`);
          return rows[0].seq === events;
        },
        150_000,
      );
    } finally {
      await source.stop();
      reading.mockRestore();
    }
    expect(looks).toBeGreaterThan(3);
    expect(Math.max(...batches)).toBeLessThanOrEqual(1_000);
    expect(lengths.length).toBeGreaterThan(partitions);
    // An answer may be twice as long as it should: Kafka never cuts a batch.
    expect(Math.max(...lengths)).toBeLessThanOrEqual(highWaterMark + (2 * answerBytes) / bytes);
    const stored = await bench.stored();
    for (const [ticket, rows] of Map.groupBy(stored, (row) => row.ticket_id))
      expect(rows.map((row) => row.event_id)).toEqual(rows.map((_, n) => `${ticket}/${n}`));
    const told = await readBooks(bench.database);
    const books = told.ok ? told.data.books : [];
    const sums = books.map(({ partition, passed, read, created }) => ({ partition, passed, read, created }));
    expect(sums).toEqual(
      (await ends(topic)).map(({ partitionIndex: partition, offset }) => ({
        ...{ partition, passed: Number(offset), read: Number(offset), created: Number(offset) },
      })),
    );
  });

  const original = MessageQueue.prototype.read;
  const ends = async (topic: string) => {
    const admin = new Admin({ clientId: 'tests', bootstrapBrokers: [kafka.brokers] });
    const wanted = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1n }));
    try {
      const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions: wanted }] });
      return (found?.partitions ?? []).toSorted((a, b) => a.partitionIndex - b.partitionIndex);
    } finally {
      await admin.close();
    }
  };
});
