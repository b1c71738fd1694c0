import type { Batch } from '../log/batch.ts';

/** Entries, of all logs of an instance together, that may be held because a part before them is missing. */
const mostHeld = 10_000;

/** What an instance may hold in all. Where it is used up, what comes early is dropped: it is read from the log later. */
export class HeldEntries {
  #left: number;

  constructor(most = mostHeld) {
    this.#left = most;
  }

  /** @returns whether there was room for so many */
  take(entries: number): boolean {
    if (entries > this.#left) return false;
    this.#left -= entries;
    return true;
  }

  giveBack(entries: number): void {
    this.#left += entries;
  }
}

/**
 * Puts the batches of one log in order: what continues the log is released at once, what comes early is held until
 * the part before it arrives, what is known already is dropped.
 */
export class Order {
  #version: number;
  readonly #room: HeldEntries;
  /** By `after`, then by `version`. */
  #held: Batch[] = [];

  /**
   * @param version everything up to this version is known
   * @param room shared with the other logs
   */
  constructor(version: number, room = new HeldEntries()) {
    this.#version = version;
    this.#room = room;
  }

  /** The highest version up to which everything was released. */
  get version(): number {
    return this.#version;
  }

  get hasHole(): boolean {
    return this.#held.length > 0;
  }

  /**
   * @returns the batches that may be sent on now, in order. One that is neither released nor held because there is no
   * room is as good as lost: whoever calls knows its version, and reads the log.
   */
  accept(batch: Batch): Batch[] {
    if (batch.version <= this.#version) return [];
    if (batch.after > this.#version) {
      this.#hold(batch);
      return [];
    }
    const released = [this.#unseen(batch)];
    this.#version = batch.version;
    for (let next = this.#nextHeld(); next; next = this.#nextHeld()) {
      if (next.version <= this.#version) continue;
      released.push(this.#unseen(next));
      this.#version = next.version;
    }
    return released;
  }

  /** Forgets what is held. */
  drop(): void {
    for (const { entries } of this.#held) this.#room.giveBack(entries.length);
    this.#held = [];
  }

  // Mostly in order, so that the place is the end.
  #hold(batch: Batch): void {
    if (!this.#room.take(batch.entries.length)) return;
    const before = this.#held.findLastIndex(
      ({ after, version }) => after < batch.after || (after === batch.after && version <= batch.version),
    );
    this.#held.splice(before + 1, 0, batch);
  }

  #nextHeld(): Batch | undefined {
    const [next] = this.#held;
    if (next === undefined || next.after > this.#version) return undefined;
    this.#held.shift();
    this.#room.giveBack(next.entries.length);
    return next;
  }

  // A batch read from the log can overlap with what was released: only the rest is news.
  #unseen(batch: Batch): Batch {
    if (batch.after === this.#version) return batch;
    const { log, version, entries } = batch;
    return { log, after: this.#version, version, entries: entries.filter((entry) => entry.version > this.#version) };
  }
}
