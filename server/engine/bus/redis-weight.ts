import type { RedisConnection } from './redis-connection.ts';

/** Milliseconds between two looks. */
const interval = 10_000;

/** How much Redis holds: asked in the background, and only as often as somebody wants to know. */
export class RedisWeight {
  readonly #connection: RedisConnection;
  #bytes: number | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  /** @returns bytes, as they were when it was last asked; null while that is not known, or where Redis does not say it */
  get bytes(): number | null {
    if (performance.now() - this.#askedAt >= interval) void this.#ask();
    return this.#bytes;
  }

  async #ask(): Promise<void> {
    this.#askedAt = performance.now();
    try {
      const [, bytes] = /^used_memory:(\d{1,15})/m.exec(await this.#connection.info('memory')) ?? [];
      this.#bytes = bytes === undefined ? null : Number(bytes);
    } catch {
      // Away, or it forbids the question: then nothing is said of it.
      this.#bytes = null;
    }
  }
}
