import {
  Admin,
  Consumer,
  ListOffsetTimestamps,
  MessagesStreamFallbackModes,
  MessagesStreamModes,
} from '@platformatic/kafka';
import { partitions, ticketTopic } from '../site/site.ts';

export type TopicRecord = { partition: number; offset: bigint; value: string };

const allPartitions = Array.from({ length: partitions }, (_, n) => n);

/** Reads everything that is in the topic, past the product: what has arrived is what Kafka has. */
export const readTopic = async (brokers: string): Promise<TopicRecord[]> => {
  const consumer = new Consumer({
    groupId: 'chaos-reader',
    clientId: 'chaos-reader',
    bootstrapBrokers: brokers.split(','),
    autocommit: false,
    maxWaitTime: 200,
  });
  try {
    const ends = await endsOf(brokers);
    const total = [...ends.values()].reduce((sum, end) => sum + end, 0n);
    const records: TopicRecord[] = [];
    if (total === 0n) return records;
    await consumer.joinGroup({});
    const stream = await consumer.consume({
      topics: [ticketTopic],
      mode: MessagesStreamModes.MANUAL,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      offsets: allPartitions.map((partition) => ({ topic: ticketTopic, partition, offset: 0n })),
    });
    for await (const { partition, offset, value } of stream) {
      records.push({ partition, offset, value: value.toString() });
      if (BigInt(records.length) === total) break;
    }
    return records;
  } finally {
    await consumer.close(true);
  }
};

const withAdmin = async <T>(brokers: string, work: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = new Admin({ clientId: 'chaos', bootstrapBrokers: brokers.split(','), retries: 2, timeout: 5_000 });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
};

const endsOf = (brokers: string): Promise<Map<number, bigint>> =>
  withAdmin(brokers, async (admin) => {
    const [topic] = await admin.listOffsets({
      topics: [
        {
          name: ticketTopic,
          partitions: allPartitions.map((partitionIndex) => ({
            partitionIndex,
            timestamp: ListOffsetTimestamps.LATEST,
          })),
        },
      ],
    });
    return new Map(topic?.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]) ?? []);
  });

/** What the group has committed in Kafka itself: partition → next offset. */
export const committedOffsets = (brokers: string, group: string): Promise<Map<number, bigint>> =>
  withAdmin(brokers, async (admin) => {
    const groups = await admin.listConsumerGroupOffsets({ groups: [group] });
    const topic = groups[0]?.topics.find(({ name }) => name === ticketTopic);
    return new Map(topic?.partitions.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]));
  });

/** Removes everything that is in the topic, as a retention that is too short does. */
export const removeRecords = async (brokers: string): Promise<void> => {
  const ends = await endsOf(brokers);
  const all = [...ends].map(([partition, offset]) => ({ partition, offset }));
  await withAdmin(brokers, (admin) => admin.deleteRecords({ topics: [{ name: ticketTopic, partitions: all }] }));
};
