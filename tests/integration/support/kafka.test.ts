import { Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { expect, onTestFinished, test } from 'vitest';
import { kafkaIsAvailable, startKafka } from '../../../scripts/installation/kafka.ts';

test.skipIf(!(await kafkaIsAvailable()))(
  'Kafka keeps what was produced over a restart',
  async () => {
    const kafka = await startKafka();
    onTestFinished(kafka.stop);
    await kafka.createTopic('kept', 1);
    await produce(kafka.brokers, 'kept', 'hello');
    await kafka.process?.stop();
    await kafka.restart();
    expect(await firstValue(kafka.brokers, 'kept')).toBe('hello');
  },
  120_000,
);

const produce = async (brokers: string, topic: string, value: string): Promise<void> => {
  const producer = new Producer({
    clientId: 'support-test',
    bootstrapBrokers: brokers.split(','),
    serializers: stringSerializers,
  });
  try {
    await producer.send({ messages: [{ topic, key: 'k', value }] });
  } finally {
    await producer.close();
  }
};

const firstValue = async (brokers: string, topic: string): Promise<string | undefined> => {
  const consumer = new Consumer({
    clientId: 'support-test',
    groupId: 'support-test',
    bootstrapBrokers: brokers.split(','),
    deserializers: stringDeserializers,
  });
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
  try {
    for await (const message of stream) return message.value;
    return undefined;
  } finally {
    await consumer.close(true);
  }
};
