import { timing } from '../../protocol/index.ts';
import type { Batch } from '../log/batch.ts';
import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { Order } from './order.ts';

/** How a batch came here: committed by this instance, over the bus, or read from the log. */
export type Way = 'local' | 'bus' | 'log';

type Options = {
  /** Pushes a batch to this instance's own sockets. */
  emit: (batch: Batch) => void;
  /** Reads what changed in some logs after the given versions. */
  read: (after: ReadonlyMap<string, number>) => Promise<Batch[]>;
  /** Whether what other instances commit is on its way here. */
  isBusHealthy: () => boolean;
  metrics: Metrics;
  log: Logger;
};

// What the tail reports has mostly been committed a moment ago by this very instance, or is on its way over the bus.
const settling = 30;
// With the bus away a hole will not close by itself. So long only, because one read serves many holes.
const withoutBus = 5;
const retryDelay = 500;

/**
 * From the bus and the log to this instance's sockets: each log in version order, without holes, each change once.
 * A hole that stays open is filled by one read of the log, for all logs and all sockets of the instance together.
 */
export class Delivery {
  readonly #options: Options;
  readonly #orders = new Map<string, Order>();
  /** log → version that is known to exist but has not been released */
  readonly #missing = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
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
    else this.#orders.set(log, new Order(version));
  }

  /** Forgets a log that no local socket follows any more. */
  unfollow(log: string): void {
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
    const after = this.#stillMissing();
    if (after.size === 0) return;
    this.#reading = true;
    this.#options.metrics.holes.inc(after.size);
    let next = this.#patience();
    try {
      for (const batch of await this.#options.read(after)) this.accept(batch, 'log');
    } catch (error) {
      next = retryDelay;
      this.#options.log.warn({ err: error, logs: after.size }, 'missing messages could not be read; trying again');
    }
    this.#reading = false;
    if (this.#stillMissing().size > 0 && !this.#stopped) this.#timer = setTimeout(() => void this.#fill(), next);
  }
}
