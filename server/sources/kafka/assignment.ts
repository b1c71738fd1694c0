import { setTimeout as delay } from 'node:timers/promises';
import { type Consumer, type Message, MessagesStreamFallbackModes, MessagesStreamModes } from '@platformatic/kafka';
import type { Logger } from '../../engine/ops/log.ts';
import type { Headers } from '../cloud-event.ts';
import { decodePayload } from '../event.ts';
import type { Intake } from '../intake.ts';
import type { Reader, Unread } from '../reader.ts';
import { type Turn, untilDone } from '../source.ts';
import { isPassed } from './committed.ts';
import type { SentTimes } from './ends.ts';
import { Follower } from './follower.ts';
import { MessageQueue } from './message-queue.ts';
import type { Positions } from './positions.ts';

const unreadable = 'the position in Kafka cannot be read from the database';
const largestBatch = 1_000;
// Whoever was fenced looks where the other one stands now; not in a tight loop, until the group has sorted itself out.
const fencedPause = 200;

type AssignmentOptions = {
  consumer: Consumer;
  topic: string;
  positions: Positions;
  intake: Intake;
  /** What tickets know the source by. */
  name: string;
  read: Reader;
  times: SentTimes;
  log: Logger;
};

/** The partitions that this member has between two rebalances, consumed from where the database says. */
export class Assignment {
  readonly #consumer: Consumer;
  readonly #topic: string;
  readonly #positions: Positions;
  readonly #intake: Intake;
  readonly #follower: Follower;
  readonly #name: string;
  readonly #read: Reader;
  readonly #times: SentTimes;
  readonly #log: Logger;
  #next = new Map<number, bigint>();

  constructor(options: AssignmentOptions) {
    this.#consumer = options.consumer;
    this.#topic = options.topic;
    this.#positions = options.positions;
    this.#intake = options.intake;
    this.#name = options.name;
    this.#read = options.read;
    this.#times = options.times;
    this.#log = options.log;
    this.#follower = new Follower(options);
  }

  /**
   * Returns after the next rebalance, after being fenced, or when the turn ends.
   * @param broken rejects when the consumer has failed beyond repair
   * @throws what must end the session
   */
  async consume(turn: Turn, broken: Promise<never>): Promise<void> {
    const queue = new MessageQueue(turn.signal);
    const end = () => queue.end();
    this.#consumer.once('consumer:group:join', end);
    broken.catch((error: Error) => queue.fail(error));
    try {
      const partitions = partitionsOf(this.#consumer, this.#topic);
      const stored = await untilDone(turn, unreadable, () => this.#positions.stored(partitions));
      this.#next = await this.#positions.settle(partitions, stored);
      turn.consuming();
      this.#log.info({ partitions }, 'reading these partitions of Kafka');
      if (partitions.length > 0) queue.read(await this.#open());
      for (let batch = await queue.next(largestBatch); batch.length > 0; batch = await queue.next(largestBatch)) {
        if (await this.#store(turn, batch)) continue;
        await delay(fencedPause, undefined, { signal: turn.signal });
        return;
      }
    } finally {
      this.#consumer.off('consumer:group:join', end);
      await queue.close();
      await this.#follower.finish();
    }
  }

  // A stream of its own for every assignment: fetches that were on their way for an older one end with the older stream.
  #open() {
    return this.#consumer.consume({
      topics: [this.#topic],
      mode: MessagesStreamModes.MANUAL,
      // Never on to the newest record by itself: a position that Kafka does not have is settled in Positions.
      fallbackMode: MessagesStreamFallbackModes.FAIL,
      offsets: [...this.#next].map(([partition, offset]) => ({ topic: this.#topic, partition, offset })),
    });
  }

  /** One transaction per partition. @returns false when another consumer has moved one of them */
  async #store(turn: Turn, messages: Message[]): Promise<boolean> {
    for (const [partition, all] of Map.groupBy(messages, (message) => message.partition)) {
      const from = this.#next.get(partition);
      if (from === undefined) continue;
      const fresh = all.filter(({ offset }) => offset >= from);
      const last = fresh.at(-1);
      if (last === undefined) continue;
      const next = last.offset + 1n;
      const range = this.#positions.range(partition, from, next);
      const events = fresh.filter((message) => !isPassed(message) && !isTombstone(message));
      const arrivals = await this.#read(events.map(toUnread));
      const taken = await this.#intake.takeInTurn(turn, this.#name, arrivals, range);
      if (taken.fenced) {
        this.#log.info(
          { partition, from: String(from) },
          'another worker has moved this partition of Kafka; looking again',
        );
        return false;
      }
      this.#next.set(partition, next);
      const sent = events.at(-1)?.timestamp;
      if (sent !== undefined) this.#times.read(partition, sent);
      this.#follower.moved({ partition, offset: next, leaderEpoch: last.leaderEpoch });
    }
    return true;
  }
}

/** @returns the partitions that the group has given to this member */
export const partitionsOf = (consumer: Consumer, topic: string): number[] =>
  consumer.assignments?.find((assignment) => assignment.topic === topic)?.partitions ?? [];

// It has no value at all, whatever the type says. It tells compaction to forget a key, and says nothing of a ticket.
const isTombstone = ({ value }: { value: Buffer | null | undefined }): boolean => value === null || value === undefined;

const toUnread = (message: Message): Unread => {
  const payload = message.value;
  const headers = toHeaders(message.headers);
  return {
    payload,
    decoded: decodePayload(payload, headers.get('content-type')),
    origin: message.topic,
    // With its time, because a topic that was made again has other records at the same offsets.
    position: `${message.partition}:${message.offset}@${message.timestamp}`,
    offset: message.offset,
    headers,
    // A record may have no key, whatever the type says.
    key: (message.key as Buffer | undefined)?.toString(),
  };
};

// A header may have no value at all, whatever the type says.
const toHeaders = (headers: Map<Buffer, Buffer | undefined>): Headers =>
  new Map([...headers].map(([name, value]) => [String(name).toLowerCase(), String(value ?? '')]));
