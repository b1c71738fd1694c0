import { limits } from '../../../../protocol/index.ts';
import type { Logger } from '../../ops/log.ts';
import { type Database, isPassing, sqlState } from '../../store/database.ts';
import { inTransaction } from '../../store/transaction.ts';
import { holdCursor, moveCursor } from './cursor.ts';
import { countFaults, setAside } from './faults.ts';
import type { Follower } from './follower.ts';
import type { Place, Placed } from './source.ts';

/** Milliseconds that a window should take at most: one that took longer is halved next time. */
const longEnough = 200;
/** How often a single entry may take too long before it is set aside. Any other fault is its own. */
const mostAttempts = 5;

/** A statement, or the transaction, took too long. */
const tooLong = new Set(['57014', '25P04']);
const isTooLong = (error: unknown): boolean => tooLong.has(sqlState(error) ?? '');

/** Whether it is the entries that are at fault, and not the database that is away or busy. */
export const isAboutEntries = (error: unknown): boolean => isTooLong(error) || !isPassing(error);

/** One follower in this process: how much it takes at a time, and what it does when that fails. */
export class Strand {
  readonly follower: Follower;
  readonly #database: Database;
  readonly #log: Logger;
  #span: number = limits.followerEntries;
  #attempts = 0;
  #idleAt = 0;

  constructor(follower: Follower, database: Database, log: Logger) {
    this.follower = follower;
    this.#database = database;
    this.#log = log;
  }

  /** @returns milliseconds that the oldest entry has waited, as far as can be told from here */
  lag(oldest: Date | undefined, movedAt: Date): number {
    if (oldest !== undefined)
      return Math.max(0, Date.now() - Math.max(oldest.getTime(), movedAt.getTime(), this.#idleAt));
    this.#idleAt = Date.now();
    return 0;
  }

  /**
   * Handles the first of these entries, and moves the cursor behind them. When they fail, fewer are taken the next time; a
   * single one that fails is set aside.
   * @returns false when somebody else is at work here
   * @throws what passes: the database is away or busy
   */
  async advance(place: Place, entries: readonly Placed[]): Promise<boolean> {
    const window = entries.slice(0, this.#span);
    const begun = performance.now();
    try {
      const isOurs = await this.#handle(place, window);
      this.#attempts = 0;
      const wider = performance.now() - begun > longEnough ? Math.ceil(this.#span / 2) : this.#span * 2;
      this.#span = Math.min(wider, limits.followerEntries);
      return isOurs;
    } catch (error) {
      if (!isAboutEntries(error)) throw error;
      return this.#narrow(place, window, error);
    }
  }

  async #handle(place: Place, window: readonly Placed[]): Promise<boolean> {
    const last = window.at(-1);
    if (last === undefined) return true;
    return inTransaction(this.#database, async (transaction) => {
      if (!(await holdCursor(transaction, this.follower.name, place))) return false;
      await this.follower.handle(transaction, window);
      await moveCursor(transaction, this.follower.name, last.place);
      return true;
    });
  }

  async #narrow(place: Place, window: readonly Placed[], error: unknown): Promise<boolean> {
    const [single] = window;
    const about = { err: error, follower: this.follower.name, entries: window.length };
    this.#log.warn(about, 'a follower failed; it tries again with less');
    if (single === undefined || window.length > 1) {
      this.#span = Math.ceil(window.length / 2);
      return true;
    }
    this.#attempts += 1;
    if (isTooLong(error) && this.#attempts < mostAttempts) return true;
    return this.#goOnWithout(place, single, error);
  }

  /** A follower that fails at everything does not go on: that is no fault of entries, and there would be no end of them. */
  async #goOnWithout(place: Place, { id, place: behind }: Placed, error: unknown): Promise<boolean> {
    const { name } = this.follower;
    if ((await countFaults(this.#database, name)) >= limits.followerFaults) {
      this.#log.error({ err: error, follower: name, entry: id }, 'a follower has set aside too much, and stands still');
      return false;
    }
    const isOurs = await inTransaction(this.#database, async (transaction) => {
      if (!(await holdCursor(transaction, name, place))) return false;
      await setAside(transaction, name, id, error);
      await moveCursor(transaction, name, behind);
      return true;
    });
    this.#attempts = 0;
    if (isOurs)
      this.#log.error({ err: error, follower: name, entry: id }, 'a follower goes on without an entry that fails');
    return isOurs;
  }
}
