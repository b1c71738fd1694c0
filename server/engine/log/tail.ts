import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { type Database, isPassing, sqlState } from '../store/database.ts';
import { type Present, readPresent } from './epoch/present.ts';
import type { LogKinds } from './kinds.ts';
import { readNews, type Tidings, type Window } from './tail-news.ts';

export type { Signal, Tidings } from './tail-news.ts';

const healthyInterval = 1_000;
const degradedInterval = 200;
// A doorbell can ring before an older transaction ends, which hides the news for a moment: look again soon, a few times.
const wakeDelays = [0, 15, 60, 250];

/** Transactions in one reading: so long a window is read within milliseconds, also after an hour of waiting. */
const mostTransactions = 5_000n;
/** How often a single transaction may fail before the tail goes on without it. */
const mostAttempts = 5;
const queryCanceled = '57014';

type Options = {
  kinds: LogKinds;
  database: Database;
  metrics: Metrics;
  log: Logger;
  isBusHealthy: () => boolean;
  onTidings: (tidings: Tidings) => Promise<void>;
  /** The database is not the one it was: whatever is known of logs is of the past. */
  onEpoch: (epoch: string) => void;
  /**
   * Transactions come again that were over: PostgreSQL ended, and what they did is lost. Mostly they were not committed; if
   * some were, this is an earlier state of the database.
   */
  onSetBack: (epoch: string) => Promise<void>;
};

const lesser = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/** Whether it is the window that is at fault: too much to read in time, or something in it that cannot be acted on. */
const isAboutWindow = (error: unknown): boolean => !isPassing(error) || sqlState(error) === queryCanceled;

/**
 * Follows the log itself, so that nothing depends on Redis having delivered it: every second, every 200 ms while
 * the bus is not healthy, and at once when {@link wake} is called.
 *
 * It reads half-open windows of transaction ids, each with a bound. One that fails is halved, down to the one
 * transaction that fails; that is tried a few times, logged, and left out, so that all others are heard of.
 *
 * It is also how an instance learns that the database has another epoch than before (docs/decisions on restoring).
 */
export class Tail {
  readonly #kinds: LogKinds;
  readonly #database: Database;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #onTidings: Options['onTidings'];
  readonly #onEpoch: Options['onEpoch'];
  readonly #onSetBack: Options['onSetBack'];
  readonly #isBusHealthy: () => boolean;
  readonly #newsListeners: (() => void)[] = [];
  /** Everything below was read. */
  #position: bigint | undefined;
  #epoch: string | undefined;
  /** When it was last not held up by an open transaction. */
  #movedAt = 0;
  #span = mostTransactions;
  #attempts = 0;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #wakes: number[] = [];
  #stopped = false;

  constructor(options: Options) {
    this.#kinds = options.kinds;
    this.#database = options.database;
    this.#metrics = options.metrics;
    this.#log = options.log;
    this.#isBusHealthy = options.isBusHealthy;
    this.#onTidings = options.onTidings;
    this.#onEpoch = options.onEpoch;
    this.#onSetBack = options.onSetBack;
  }

  /** Starts at the present: what was committed before is not news. */
  async start(): Promise<void> {
    const { horizon, epoch } = await readPresent(this.#database);
    this.#position = horizon;
    this.#movedAt = performance.now();
    this.#epoch = epoch;
    this.#schedule();
  }

  /** Calls back whenever something was committed, by whomever, before it is acted on. */
  onNews(listener: () => void): void {
    this.#newsListeners.push(listener);
  }

  /** Reads now instead of at the next turn, and again shortly after. */
  wake(): void {
    this.#wakes = [...wakeDelays];
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#reading;
  }

  #schedule(): void {
    if (this.#stopped || this.#reading) return;
    clearTimeout(this.#timer);
    const regular = this.#isBusHealthy() ? healthyInterval : degradedInterval;
    this.#timer = setTimeout(() => this.#turn(), this.#wakes.shift() ?? regular);
  }

  #turn(): void {
    this.#reading = this.#read()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'the tail could not read the log; it tries again'))
      .finally(() => {
        this.#reading = undefined;
        this.#schedule();
      });
  }

  async #read(): Promise<void> {
    const begun = performance.now();
    const present = await readPresent(this.#database);
    await this.#recognise(present);
    const { horizon, isHeld } = present;
    // Where it stands although others are done, somebody has had a transaction open since it last moved.
    if (!isHeld || horizon !== this.#position) this.#movedAt = begun;
    for (let from = this.#position ?? horizon; from < horizon && !this.#stopped; from = this.#position ?? horizon) {
      const window: Window = { from, to: lesser(from + this.#span, horizon) };
      await this.#readWindow(window).catch((error: unknown) => this.#narrow(window, error));
      this.#position = window.to;
      this.#attempts = 0;
      this.#span = lesser(this.#span * 2n, mostTransactions);
    }
    this.#metrics.tailLag.set((performance.now() - this.#movedAt) / 1_000);
  }

  /** What is followed from now on begins at the present, when the past is not the one that was followed. */
  async #recognise({ horizon, epoch }: Present): Promise<void> {
    const isOther = epoch !== this.#epoch;
    const isSetBack = horizon < (this.#position ?? horizon);
    if (!isOther && !isSetBack) return;
    if (isOther) this.#onEpoch(epoch);
    else await this.#onSetBack(epoch);
    this.#epoch = epoch;
    this.#position = horizon;
    this.#attempts = 0;
    this.#log.warn(
      { epoch, horizon: String(horizon), isOther },
      'the database is not where it was: the tail begins anew',
    );
  }

  async #readWindow(window: Window): Promise<void> {
    for await (const tidings of readNews(this.#kinds, this.#database, window)) {
      for (const listener of this.#newsListeners) listener();
      await this.#onTidings(tidings);
    }
  }

  /** @throws the error, unless what fails is one transaction that was tried often enough */
  #narrow({ from, to }: Window, error: unknown): void {
    if (!isAboutWindow(error)) throw error;
    const width = to - from;
    if (width > 1n) {
      this.#span = width / 2n;
      throw error;
    }
    this.#attempts += 1;
    if (this.#attempts < mostAttempts) throw error;
    this.#log.error({ err: error, transaction: String(from) }, 'the tail goes on without a transaction that fails');
  }
}
