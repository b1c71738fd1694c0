import type { Consumer, ConsumerOptions } from '@platformatic/kafka';
import type { Logger } from '../engine/ops/log.ts';
import type { Metrics } from '../engine/ops/metrics.ts';
import type { Database } from '../engine/store/database.ts';
import type { Intake } from './intake.ts';
import { Assignment, partitionsOf } from './kafka/assignment.ts';
import { CommittedConsumer } from './kafka/committed-consumer.ts';
import { boundsOf, SentTimes } from './kafka/ends.ts';
import { Positions, topicKey } from './kafka/positions.ts';
import { closeConsumer, orAborted, untilTopicExists, watchTopic } from './kafka/topic.ts';
import { noteTopic } from './kafka/topic-notes.ts';
import { keepLooking } from './reach/lookout.ts';
import { Reach } from './reach/reach.ts';
import { type Reader, readPlainly } from './reader.ts';
import { RestartingSource, type TicketSource, type Turn, untilDone } from './source.ts';

export type KafkaOptions = {
  /** What tickets know the source by. */
  name?: string;
  read?: Reader;
  /** How it is spoken to, where that is not plain. */
  connection?: Pick<ConsumerOptions<Buffer, Buffer, Buffer, Buffer>, 'tls' | 'tlsServerName' | 'sasl'>;
  brokers: string[];
  topic: string;
  group: string;
  clientId: string;
  /** How long the group waits for a member that says nothing, in milliseconds. Default: 10 s. */
  sessionTimeout?: number;
  database: Database;
  intake: Intake;
  log: Logger;
  metrics: Metrics;
};

// A worker that dies or freezes is replaced after this. What a frozen one does when it wakes up is fenced.
const defaultSessionTimeout = 10_000;

/**
 * Reads ticket events from a Kafka topic, in a consumer group that all workers share.
 *
 * How far a partition was read stands in PostgreSQL, written in the transaction of its events and only when nobody else
 * moved it meanwhile. That, not Kafka's membership, is what makes each event count once and keeps the order of a
 * partition, whatever rebalances and zombies there are. Kafka's own offsets follow, for those who watch the lag.
 * Nothing is ever created on the broker.
 */
export const createKafkaSource = (options: KafkaOptions): TicketSource => {
  const { name = 'kafka', read = readPlainly } = options;
  const session = async (turn: Turn): Promise<void> => {
    const { promise: broken, reject } = Promise.withResolvers<never>();
    // Raced below; a failure after the session must not count as unhandled.
    broken.catch(() => {});
    const consumer = createConsumer(options, reject);
    const { topic } = options;
    let unwatch = () => {};
    let stopLooking = () => {};
    try {
      const { id, partitionsCount } = await untilTopicExists(consumer, topic, turn);
      unwatch = watchTopic(consumer, { topic, id, partitionsCount }, reject);
      const seen = { source: name, group: options.group, topic, id, partitionsCount };
      await untilDone(turn, 'the database does not answer', () => noteTopic(options.database, seen));
      consumer.topics.track(topic);
      await orAborted(consumer.joinGroup({}), turn.signal);
      const positions = new Positions({ ...options, source: name, consumer, topicId: id });
      const times = new SentTimes();
      stopLooking = lookAfter(options, { consumer, times, key: topicKey(topic, id) });
      while (!turn.signal.aborted) {
        const assignment = new Assignment({ ...options, name, read, consumer, positions, times });
        await assignment.consume(turn, broken);
      }
    } finally {
      stopLooking();
      unwatch();
      await closeConsumer(consumer, options.log);
    }
  };
  return new RestartingSource({ name, session, log: options.log, metrics: options.metrics });
};

/** Keeps asking how far the partitions of this member are at the broker. @returns ends it */
const lookAfter = (
  { database, group, topic, log, name = 'kafka' }: KafkaOptions,
  { consumer, times, key }: { consumer: Consumer; times: SentTimes; key: string },
): (() => void) => {
  const reach = new Reach(database, { source: name, group, topic: key });
  const ask = async (asked: readonly { partition: number }[]) =>
    times.join(
      await boundsOf(
        consumer,
        topic,
        asked.map(({ partition }) => partition),
      ),
    );
  return keepLooking(async () => reach.look(partitionsOf(consumer, topic), ask), log);
};

const createConsumer = (options: KafkaOptions, onBroken: (error: Error) => void): Consumer => {
  const sessionTimeout = options.sessionTimeout ?? defaultSessionTimeout;
  const consumer = new CommittedConsumer({
    ...options.connection,
    groupId: options.group,
    clientId: options.clientId,
    bootstrapBrokers: options.brokers,
    sessionTimeout,
    rebalanceTimeout: sessionTimeout,
    heartbeatInterval: sessionTimeout / 10,
    heartbeatStallTimeout: 2 * sessionTimeout,
    // A join is answered when the slowest member has joined, so a request must be allowed to take that long.
    requestTimeout: sessionTimeout + 5_000,
    connectTimeout: 3_000,
    retries: 2,
    retryDelay: 250,
    autocommit: false,
    autocreateTopics: false,
    maxWaitTime: 1_000,
    // What is buffered beside the batch in hand. The library would fetch 50 MB at once.
    highWaterMark: 1_000,
    maxBytes: 4 * 1024 * 1024,
    maxBytesPerPartition: 1024 * 1024,
  });
  consumer.on('error', onBroken);
  consumer.on('consumer:heartbeat:stalled', ({ lastError }) =>
    onBroken(lastError ?? new Error('Kafka does not answer heartbeats')),
  );
  return consumer;
};
