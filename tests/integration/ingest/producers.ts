import { ProduceAcks, Producer } from '@platformatic/kafka';
import { connect, type Options } from 'amqplib';

export type Record = {
  key?: string;
  value: unknown;
  headers?: { [name: string]: string };
  partition?: number;
  timestamp?: bigint;
};

const bytes = (value: unknown) => (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)));

/** Sends records to a topic, in the order given, and waits until Kafka has them. */
export const produce = async (brokers: string, topic: string, records: Record[]): Promise<void> => {
  const producer = new Producer({ clientId: 'tests', bootstrapBrokers: brokers.split(','), retries: 5 });
  try {
    // In parts, because Kafka refuses a batch of more than a megabyte.
    for (let place = 0; place < records.length; place += 1_000)
      await producer.send({
        acks: ProduceAcks.ALL,
        messages: records.slice(place, place + 1_000).map(({ key, value, headers, partition, timestamp }) => ({
          topic,
          ...(partition === undefined ? {} : { partition }),
          ...(timestamp === undefined ? {} : { timestamp }),
          ...(key === undefined ? {} : { key: Buffer.from(key) }),
          // Nothing at all is a tombstone.
          ...(value === null ? {} : { value: bytes(value) }),
          headers: new Map(Object.entries(headers ?? {}).map(([name, text]) => [Buffer.from(name), Buffer.from(text)])),
        })),
      });
  } finally {
    await producer.close();
  }
};

/** Sends messages to a queue and waits until RabbitMQ has them; the queue is made when it is not there. */
export const sendToQueue = async (
  url: string,
  queue: string,
  values: unknown[],
  properties: Options.Publish = {},
): Promise<void> => {
  const connection = await connect(url);
  try {
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue(queue, { durable: true });
    for (const value of values) channel.sendToQueue(queue, bytes(value), { persistent: true, ...properties });
    await channel.waitForConfirms();
  } finally {
    await connection.close();
  }
};
