const window = 60_000;

/**
 * Bounds what strangers can make this process write: so many lines a minute about one thing, and so many in all.
 */
export class Sampled {
  readonly #perKey: number;
  readonly #inAll: number;
  #began = 0;
  #written = 0;
  #leftOut = 0;
  #counts = new Map<string, number>();

  constructor({ perKey = 10, inAll = 300 }: { perKey?: number; inAll?: number } = {}) {
    this.#perKey = perKey;
    this.#inAll = inAll;
  }

  /**
   * @param key what the line is about
   * @returns whether to write it, and how many were left out since the last one that was written
   */
  ask(key: string): { write: boolean; leftOut: number } {
    const now = performance.now();
    if (now - this.#began > window) {
      this.#began = now;
      this.#written = 0;
      this.#counts.clear();
    }
    const count = this.#counts.get(key) ?? 0;
    if (this.#written >= this.#inAll || count >= this.#perKey) {
      this.#leftOut += 1;
      return { write: false, leftOut: 0 };
    }
    this.#counts.set(key, count + 1);
    this.#written += 1;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return { write: true, leftOut };
  }
}
