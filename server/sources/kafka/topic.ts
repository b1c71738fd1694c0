import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Consumer, UserError } from '@platformatic/kafka';
import type { Logger } from '../../engine/ops/log.ts';
import type { Turn } from '../source.ts';

/** A topic as the cluster knows it. The id is another one after the topic was deleted and made again. */
export type Topic = { id: string; partitionsCount: number };

const askInterval = 2_000;
const watchInterval = 5_000;
const closePatience = 5_000;

/** @throws the signal's reason as soon as it is aborted, whatever becomes of the work */
export const orAborted = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  signal.throwIfAborted();
  const listening = new AbortController();
  try {
    const aborted = once(signal, 'abort', { signal: listening.signal }).then(() => signal.throwIfAborted());
    aborted.catch(() => {});
    return (await Promise.race([work, aborted])) as T;
  } finally {
    listening.abort();
  }
};

/** Waits for the topic instead of creating it: how many partitions and replicas it has is not for a consumer to say. */
export const untilTopicExists = async (consumer: Consumer, topic: string, turn: Turn): Promise<Topic> => {
  for (;;) {
    try {
      const metadata = await orAborted(consumer.metadata({ topics: [topic], forceUpdate: true }), turn.signal);
      const found = metadata.topics.get(topic);
      if (found !== undefined && found.partitionsCount > 0) return found;
    } catch (error) {
      // The library says it in no other way: it replaces Kafka's own error by this text.
      if (!(error instanceof UserError && error.message.startsWith('Unknown topic'))) throw error;
    }
    turn.waiting(`the Kafka topic ${topic} does not exist; it is read as soon as somebody creates it`);
    await delay(askInterval, undefined, { signal: turn.signal });
  }
};

/**
 * Looks from time to time whether the topic is still the same. Members of a group are not told about new partitions,
 * and what is in them would wait for the next rebalance.
 * @returns ends the watch
 */
export const watchTopic = (
  consumer: Consumer,
  seen: Topic & { topic: string },
  onChange: (error: Error) => void,
): (() => void) => {
  const look = async () => {
    const metadata = await consumer.metadata({ topics: [seen.topic] });
    const found = metadata.topics.get(seen.topic);
    if (found?.id !== seen.id || found.partitionsCount !== seen.partitionsCount)
      onChange(new Error(`the Kafka topic ${seen.topic} has changed; joining again`));
  };
  // A broker that does not answer this is noticed by whoever fetches from it.
  const timer = setInterval(() => void look().catch(() => {}), watchInterval);
  return () => clearInterval(timer);
};

/** Leaves the group, so that others take over at once; a broker that is gone is not waited for. */
export const closeConsumer = async (consumer: Consumer, log: Logger): Promise<void> => {
  try {
    await Promise.race([consumer.close(true), delay(closePatience, undefined, { ref: false })]);
  } catch (error) {
    // Heartbeats have ended, so the group forgets this member after its session timeout.
    log.debug({ err: error }, 'the Kafka consumer could not leave its group');
  }
};
