import type { Batch } from '../log/batch.ts';

/**
 * Puts the batches of one log in order: what continues the log is released at once, what comes early is held until
 * the part before it arrives, what is known already is dropped.
 */
export class Order {
  #version: number;
  #held: Batch[] = [];

  /** @param version everything up to this version is known */
  constructor(version: number) {
    this.#version = version;
  }

  /** The highest version up to which everything was released. */
  get version(): number {
    return this.#version;
  }

  get hasHole(): boolean {
    return this.#held.length > 0;
  }

  /** @returns the batches that may be sent on now, in order */
  accept(batch: Batch): Batch[] {
    if (batch.version <= this.#version) return [];
    this.#held.push(batch);
    this.#held.sort((a, b) => a.after - b.after || a.version - b.version);
    const released: Batch[] = [];
    while (this.#held[0] && this.#held[0].after <= this.#version) {
      const next = this.#held.shift();
      if (next && next.version > this.#version) {
        released.push(this.#unseen(next));
        this.#version = next.version;
      }
    }
    return released;
  }

  // A batch read from the log can overlap with what was released: only the rest is news.
  #unseen(batch: Batch): Batch {
    if (batch.after === this.#version) return batch;
    const { log, version, entries } = batch;
    return { log, after: this.#version, version, entries: entries.filter((entry) => entry.version > this.#version) };
  }
}
