import { type Consumer, ListOffsetTimestamps } from '@platformatic/kafka';
import type { Told } from '../reach/reach.ts';

/** What a broker has of some partitions: the oldest offset, and the one behind the newest that is decided. */
export type Bounds = { earliest: bigint; latest: bigint };

/**
 * Asks the brokers. Not over the connections on which records come: it is answered while those are stuck.
 * @returns by partition; without those that they do not know
 * @throws when they do not answer
 */
export const boundsOf = async (
  consumer: Consumer,
  topic: string,
  partitions: number[],
): Promise<Map<number, Bounds>> => {
  // Without any the client would ask about all.
  if (partitions.length === 0) return new Map();
  const options = { topics: [topic], partitions: { [topic]: partitions } };
  const [earliest, latest] = await Promise.all([
    consumer.listOffsets({ ...options, timestamp: ListOffsetTimestamps.EARLIEST }),
    consumer.listOffsets({ ...options, timestamp: ListOffsetTimestamps.LATEST }),
  ]);
  const bounds = new Map<number, Bounds>();
  for (const partition of partitions) {
    const [first, last] = [earliest.get(topic)?.[partition], latest.get(topic)?.[partition]];
    if (first !== undefined && last !== undefined && first >= 0n)
      bounds.set(partition, { earliest: first, latest: last });
  }
  return bounds;
};

/** When the last record of each partition that was read had been sent, by its own word. */
export class SentTimes {
  readonly #times = new Map<number, number>();

  /** @param timestamp as Kafka has it, in milliseconds; -1 where nobody said */
  read(partition: number, timestamp: bigint): void {
    const time = Number(timestamp);
    // A clock that is wrong by years is none.
    if (time > 0 && time < Date.now() + 86_400_000) this.#times.set(partition, time);
  }

  /** @returns what brokers said, with it */
  join(bounds: ReadonlyMap<number, Bounds>): Map<number, Told> {
    return new Map(
      [...bounds].map(([partition, { earliest, latest }]) => [
        partition,
        { first: Number(earliest), end: Number(latest), lastAt: this.#times.get(partition) ?? null },
      ]),
    );
  }
}
