import type { Consumer } from '@platformatic/kafka';
import type { Logger } from '../../engine/ops/log.ts';
import type { Database } from '../../engine/store/database.ts';
import type { PartitionRange } from '../../tickets/index.ts';
import { type Bounds, boundsOf } from './ends.ts';

const read = `
  select partition, next_offset from consumer_offset
  where consumer_group = $1 and topic = $2 and partition = any ($3::int[])`;
// Told with it: what is gone at the broker is neither read nor lag.
const move = `
  with moved as (
    update consumer_offset set next_offset = $5
    where consumer_group = $1 and topic = $2 and partition = $3 and next_offset = $4
    returning partition)
  insert into source_gap (source, consumer_group, topic, partition, kind, from_offset, next_offset)
  select $9, $1, $2, partition, $6, $7, $8 from moved`;

/** With its id: a topic that was deleted and made again, or is of another cluster, counts from 0 once more. */
export const topicKey = (topic: string, id: string): string => `${topic}@${id}`;

/** How far each partition was read: the only truth about it, kept in PostgreSQL with the events. */
export class Positions {
  readonly #database: Database;
  readonly #consumer: Consumer;
  readonly #log: Logger;
  readonly #source: string;
  readonly #group: string;
  readonly #topic: string;
  readonly #key: string;

  constructor(options: {
    database: Database;
    consumer: Consumer;
    log: Logger;
    source: string;
    group: string;
    topic: string;
    topicId: string;
  }) {
    this.#database = options.database;
    this.#consumer = options.consumer;
    this.#log = options.log;
    this.#source = options.source;
    this.#group = options.group;
    this.#topic = options.topic;
    this.#key = topicKey(options.topic, options.topicId);
  }

  /** The part of a partition that a batch consumes, as the log wants it. */
  range(partition: number, from: bigint, next: bigint): PartitionRange {
    return { group: this.#group, topic: this.#key, partition, from, next };
  }

  /** @returns the next offset of those partitions that were ever read */
  async stored(partitions: number[]): Promise<Map<number, bigint>> {
    const rows = await this.#database.query<{ partition: number; next_offset: string }>('consumer_offsets', read, [
      this.#group,
      this.#key,
      partitions,
    ]);
    return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
  }

  /**
   * Where to go on in each of these partitions: where it was left, else at the beginning.
   * @param stored what {@link stored} gave
   */
  async settle(partitions: number[], stored: ReadonlyMap<number, bigint>): Promise<Map<number, bigint>> {
    const bounds = await boundsOf(this.#consumer, this.#topic, partitions);
    const found = new Map<number, bigint>();
    for (const partition of partitions) {
      const within = bounds.get(partition);
      if (within === undefined) throw new Error(`Kafka names no offsets of partition ${partition}`);
      const next = stored.get(partition);
      found.set(partition, next === undefined ? within.earliest : await this.#within(partition, next, within));
    }
    return found;
  }

  /** A position that Kafka no longer has is moved to the oldest record there is: what was stored before is repeated, not doubled. */
  async #within(partition: number, next: bigint, { earliest, latest }: Bounds): Promise<bigint> {
    if (next >= earliest && next <= latest) return next;
    const place = {
      topic: this.#topic,
      partition,
      next: String(next),
      earliest: String(earliest),
      latest: String(latest),
    };
    if (next < earliest) this.#log.error(place, 'Kafka has removed records before they were read (retention)');
    else this.#log.error(place, 'Kafka has lost records that were read already; reading the partition again');
    const gap = next < earliest ? ['gone', next, earliest] : ['lost', latest, next];
    await this.#database.query('move_consumer_offset', move, [
      ...[this.#group, this.#key, partition, next, earliest],
      ...[...gap, this.#source],
    ]);
    return earliest;
  }
}
