import { timing } from '../../../protocol/index.ts';
import type { Batch } from '../log/batch.ts';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { HeldEntries, Order } from './order.ts';
import type { Traces } from './traces.ts';

/** How a batch came here: committed by this instance, over the bus, or read from the log. */
export type Way = 'local' | 'bus' | 'log';

type Options = {
  /** Pushes a batch to this instance's own sockets. */
  emit: (batch: Batch) => void;
  /** Reads what changed in some logs after the given versions. */
  read: (after: ReadonlyMap<string, number>) => Promise<Batch[]>;
  /** Whether what other instances commit is on its way here. */
  isBusHealthy: () => boolean;
  traces: Pick<Traces, 'released'>;
  metrics: Metrics;
  log: Logger;
};

// What the tail reports has mostly been committed a moment ago by this very instance, or is on its way over the bus.
const settling = 30;
// With the bus away a hole will not close by itself. So long only, because one read serves many holes.
const withoutBus = 5;
const retryDelay = 500;
/** Logs that one read fills at most; half of them after a read that failed, so that one log cannot keep all others waiting. */
const mostLogs = 200;

/**
 * From the bus and the log to this instance's sockets: each log in version order, without holes, each change once.
 * A hole that stays open is filled by one read of the log, for all logs and all sockets of the instance together.
 */
export class Delivery {
  readonly #options: Options;
  readonly #orders = new Map<string, Order>();
  readonly #held = new HeldEntries();
  /** log → version that is known to exist but has not been released */
  readonly #missing = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
  /** Counts beginnings: what was read before the present one is of another past. */
  #beginning = 0;
  #logsPerRead = mostLogs;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Begins to follow a log for a socket that has just joined. Call it after the join, with a head read after the join.
   * @param version the log's head
   */
  follow(log: string, version: number): void {
    if (this.#orders.has(log)) this.expect(log, version);
    else this.#orders.set(log, new Order(version, this.#held));
  }

  /** Forgets a log that no local socket follows any more. */
  unfollow(log: string): void {
    this.#orders.get(log)?.drop();
    this.#orders.delete(log);
    this.#missing.delete(log);
  }

  /** Takes a batch, in whatever order it comes, however often. */
  accept(batch: Batch, way: Way): void {
    const order = this.#orders.get(batch.log);
    if (order === undefined) {
      // A socket may have joined while its head is still being read; its client puts this in order by itself.
      this.#release([batch], way);
      return;
    }
    this.#release(order.accept(batch), way);
    if (order.version < batch.version) this.#miss(batch.log, batch.version, this.#patience());
  }

  /** Learns that a log has reached a version. If it does not come by itself, it is read. */
  expect(log: string, version: number): void {
    const order = this.#orders.get(log);
    if (order !== undefined && order.version < version) this.#miss(log, version, settling);
  }

  /** Forgets everything: the database is not the one that was followed. Sockets join again, with heads of their own. */
  beginAnew(): void {
    for (const log of [...this.#orders.keys()]) this.unfollow(log);
    this.#beginning += 1;
  }

  /** What has been released to the sockets: log → version. */
  *versions(): Generator<[string, number]> {
    for (const [log, order] of this.#orders) yield [log, order.version];
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #release(batches: Batch[], way: Way): void {
    for (const batch of batches) {
      this.#options.emit(batch);
      this.#options.traces.released(batch, way);
      this.#options.metrics.delivered.inc({ way });
    }
  }

  #miss(log: string, version: number, delay: number): void {
    this.#missing.set(log, Math.max(version, this.#missing.get(log) ?? 0));
    if (this.#reading || this.#stopped || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#fill(), delay);
  }

  /** Milliseconds that a hole may stay open before it is read. */
  #patience(): number {
    return this.#options.isBusHealthy() ? timing.serverHole : withoutBus;
  }

  /** What is still missing now: log → version to read after. */
  #stillMissing(): Map<string, number> {
    const after = new Map<string, number>();
    for (const [log, version] of this.#missing) {
      const order = this.#orders.get(log);
      if (order !== undefined && order.version < version) after.set(log, order.version);
      else this.#missing.delete(log);
    }
    return after;
  }

  async #fill(): Promise<void> {
    this.#timer = undefined;
    const missing = [...this.#stillMissing()];
    if (missing.length === 0) return;
    const after = new Map(missing.slice(0, this.#logsPerRead));
    this.#reading = true;
    this.#options.metrics.holes.inc(after.size);
    const wasRead = await this.#read(after);
    this.#reading = false;
    const next = wasRead ? (missing.length > after.size ? 0 : this.#patience()) : retryDelay;
    if (this.#stillMissing().size > 0 && !this.#stopped) this.#timer = setTimeout(() => void this.#fill(), next);
  }

  async #read(after: ReadonlyMap<string, number>): Promise<boolean> {
    const beginning = this.#beginning;
    try {
      const batches = await this.#options.read(after);
      if (beginning === this.#beginning) for (const batch of batches) this.accept(batch, 'log');
      this.#logsPerRead = Math.min(mostLogs, this.#logsPerRead * 2);
      return true;
    } catch (error) {
      this.#options.log.warn({ err: error, logs: after.size }, 'missing messages could not be read; trying again');
      this.#logsPerRead = Math.max(1, Math.floor(after.size / 2));
      this.#putLast(after.keys());
      return false;
    }
  }

  /** Others have their turn before these are tried again. */
  #putLast(logs: Iterable<string>): void {
    for (const log of logs) {
      const version = this.#missing.get(log);
      if (version === undefined) continue;
      this.#missing.delete(log);
      this.#missing.set(log, version);
    }
  }
}
