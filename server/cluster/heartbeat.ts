import type { Logger } from '../engine/ops/log.ts';
import type { Database } from '../engine/store/database.ts';
import { beat, leave } from './queries.ts';
import type { Self } from './self.ts';
import { type Known, Pulse } from './vitals.ts';

const interval = 3_000;

type Options = { database: Database; log: Logger; self: Self } & Omit<ConstructorParameters<typeof Pulse>[0], 'known'>;

/**
 * Says every three seconds, in PostgreSQL, that this process is there and how it is doing: so it is known also while Redis is
 * away. What it said is gone soon after it.
 */
export class Heartbeat {
  readonly #options: Options;
  readonly #pulse: Pulse;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  #isFailing = false;
  #stopped = false;

  constructor(options: Options, known: Known) {
    this.#options = options;
    this.#pulse = new Pulse({ ...options, known });
  }

  start(): void {
    this.#beating = this.#beat().finally(() => {
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), interval);
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#beating;
    this.#pulse.stop();
    // Where the database is away, it is gone by its silence.
    await leave(this.#options.database, this.#options.self).catch((error: unknown) =>
      this.#options.log.info({ err: error }, 'the database could not be told that this instance ends'),
    );
  }

  // One line for each time that it begins to fail: a database that is away for an hour is one problem.
  async #beat(): Promise<void> {
    const { database, self, log } = this.#options;
    try {
      await beat(database, self, await this.#pulse.look());
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'this instance could not say that it is there; it tries again');
      this.#isFailing = true;
    }
  }
}
