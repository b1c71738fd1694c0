import { limits } from '../../../protocol/index.ts';
import type { Batch } from '../log/batch.ts';
import type { Way } from './delivery.ts';

/** What an instance remembers of how a change came. Times in milliseconds since the epoch, by its clock. */
export type Traced = {
  committed: { began: number | null; at: number; messages: number } | null;
  /** When its own connections were given it, and how it had come. */
  released: { way: Way; at: number } | null;
};

const ways: readonly Way[] = ['local', 'bus', 'log'];
/** In the place of a way: this instance has committed it. */
const commit = ways.length;

/** Numbers in a record: log, after, version, at, kind, began, messages. */
const width = 7;

/** FNV-1a: names are only compared, and a number is no garbage. */
const numberOf = (log: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < log.length; at += 1) hash = Math.imul(hash ^ log.charCodeAt(at), 0x01000193);
  return hash;
};

/**
 * The latest commits and deliveries of this instance, to say how a message came. All that it costs is some numbers written
 * for each batch into an array that is there already; the oldest are overwritten.
 */
export class Traces {
  readonly #records: Float64Array;
  readonly #size: number;
  #next = 0;

  constructor(size: number = limits.tracedBatches) {
    this.#size = size;
    this.#records = new Float64Array(size * width);
  }

  /**
   * This instance has committed these together.
   * @param began when they left for the database; missing for a change that went alone
   */
  committed(batches: readonly Batch[], began = 0): void {
    let messages = 0;
    for (const { entries } of batches) messages += entries.length;
    const at = Date.now();
    for (const batch of batches) this.#put(batch, at, commit, began, messages);
  }

  /** A batch was given to this instance's connections. */
  released(batch: Batch, way: Way): void {
    this.#put(batch, Date.now(), ways.indexOf(way), 0, 0);
  }

  /** @returns what is still known of one change; looks through all there is */
  find(log: string, version: number): Traced {
    const wanted = numberOf(log);
    const found: Traced = { committed: null, released: null };
    for (let start = 0; start < this.#records.length; start += width) {
      if (this.#records[start] !== wanted) continue;
      const [, after = 0, until = 0, at = 0, kind = 0, began = 0, messages = 0] = this.#records.subarray(
        start,
        start + width,
      );
      if (version <= after || version > until) continue;
      if (kind === commit) found.committed = { began: began === 0 ? null : began, at, messages };
      else if (found.released === null || at < found.released.at) found.released = { way: ways[kind] ?? 'log', at };
    }
    return found;
  }

  /** After a restore the versions come again, for other changes. */
  forget(): void {
    this.#records.fill(0);
  }

  #put({ log, after, version }: Batch, at: number, kind: number, began: number, messages: number): void {
    const start = this.#next * width;
    this.#next = (this.#next + 1) % this.#size;
    const records = this.#records;
    records[start] = numberOf(log);
    records[start + 1] = after;
    records[start + 2] = version;
    records[start + 3] = at;
    records[start + 4] = kind;
    records[start + 5] = began;
    records[start + 6] = messages;
  }
}
