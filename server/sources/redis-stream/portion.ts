/** Bytes that one read should bring at most. What is no dead letter is within it at the most entries. */
const mostBytes = 32_000_000;
const mostEntries = 500;

/**
 * How many entries to ask for: Redis is only told a number, however long they are. It begins with one and doubles, so that
 * a worker that ended over what it read does not ask for as much again.
 */
export class Portion {
  #entries = 1;

  /** @returns the number to ask for next */
  get entries(): number {
    return this.#entries;
  }

  /** Call it with what was read. */
  got(entries: number, bytes: number): void {
    if (entries === 0) return;
    const fits = Math.floor(mostBytes / Math.max(1, bytes / entries));
    this.#entries = Math.max(1, Math.min(mostEntries, 2 * this.#entries, fits));
  }
}
