import { limits } from '../../../../protocol/index.ts';
import type { Logger } from '../../ops/log.ts';
import type { Metrics } from '../../ops/metrics.ts';
import { type Database, isPassing } from '../../store/database.ts';
import { readPresent } from '../epoch/present.ts';
import { renumberSome } from '../epoch/renumber.ts';
import { type Cursor, ensureCursors, readCursors } from './cursor.ts';
import { surveyFaults, tryAgain } from './faults.ts';
import type { Follower } from './follower.ts';
import type { Placed } from './source.ts';
import { isAboutEntries, Strand } from './strand.ts';

const interval = 1_000;
/** Milliseconds between two turns, however often somebody rings: what comes in a moment is handled together. */
const shortest = 100;

/**
 * Runs followers: every second, and soon after {@link wake}. Any number of workers may do so at once: a cursor is moved by
 * one transaction at a time, and by nobody who read at another place. One window of each follower by turns, so that a
 * backlog of one keeps no other waiting; those that are at the same place share what was read.
 */
export class Followers {
  readonly #database: Database;
  readonly #metrics: Pick<Metrics, 'followerLag' | 'followerFaults'>;
  readonly #log: Logger;
  readonly #strands: Map<string, Strand>;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> | undefined;
  #isWoken = false;
  #isReady = false;
  #stopped = true;

  constructor(options: {
    database: Database;
    metrics: Pick<Metrics, 'followerLag' | 'followerFaults'>;
    log: Logger;
    followers: readonly Follower[];
  }) {
    const { database, log } = options;
    this.#database = database;
    this.#metrics = options.metrics;
    this.#log = log;
    this.#strands = new Map(options.followers.map((each) => [each.name, new Strand(each, database, log)]));
  }

  start(): void {
    this.#stopped = false;
    this.#schedule(0);
  }

  /** Something was committed: looks soon instead of at the next turn. */
  wake(): void {
    if (this.#isWoken || this.#stopped) return;
    this.#isWoken = true;
    this.#schedule(shortest);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#turning;
  }

  #schedule(delay: number): void {
    if (this.#stopped || this.#turning) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#turn(), delay);
  }

  #turn(): void {
    this.#isWoken = false;
    this.#turning = this.#run()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'followers could not go on; they try again'))
      .finally(() => {
        this.#turning = undefined;
        this.#schedule(this.#isWoken ? shortest : interval);
      });
  }

  async #run(): Promise<void> {
    const followers = [...this.#strands.values()].map(({ follower }) => follower);
    const { renumbering } = await readPresent(this.#database);
    // Until then a follower that begins with everything would leave out what gets its number behind it.
    if (renumbering) while (!this.#stopped && (await renumberSome(this.#database)));
    if (this.#stopped) return;
    if (!this.#isReady) await ensureCursors(this.#database, followers);
    this.#isReady = true;
    for (let more = true; more && !this.#stopped; ) {
      // Also within a long backlog: where every entry fails, somebody must hear of it before its end.
      await this.#lookAtFaults(followers);
      more = await this.#round();
    }
  }

  async #lookAtFaults(followers: readonly Follower[]): Promise<void> {
    const names = followers.map(({ name }) => name);
    const faults = await surveyFaults(this.#database, names);
    for (const follower of followers) {
      const { setAside = 0, wanted = false } = faults.get(follower.name) ?? {};
      this.#metrics.followerFaults.set({ follower: follower.name }, setAside);
      if (wanted) while (!this.#stopped && (await tryAgain(this.#database, follower, isAboutEntries)));
    }
  }

  /** One window of each follower. @returns whether there is more to do at once */
  async #round(): Promise<boolean> {
    const { horizon } = await readPresent(this.#database);
    const cursors = await readCursors(this.#database, [...this.#strands.keys()]);
    let more = false;
    for (const together of this.#atTheSamePlace(cursors)) {
      const [first] = together;
      if (first === undefined) continue;
      const { place } = first.cursor;
      const limit = limits.followerEntries;
      const entries = await first.strand.follower.reads.read(this.#database, place, { horizon, limit });
      for (const { strand, cursor } of together) {
        if (this.#stopped) return false;
        this.#measure(strand, cursor, entries);
        if (entries.length > 0) more = (await this.#advance(strand, cursor, entries)) || more;
      }
    }
    return more;
  }

  /** A follower that cannot go on keeps no other from it. @returns whether it should go on at once */
  async #advance(strand: Strand, { place }: Cursor, entries: readonly Placed[]): Promise<boolean> {
    try {
      return (await strand.advance(place, entries)) && entries.length > 0;
    } catch (error) {
      if (!isPassing(error)) throw error;
      this.#log.warn({ err: error, follower: strand.follower.name }, 'a follower could not go on; it tries again');
      return false;
    }
  }

  #atTheSamePlace(cursors: readonly Cursor[]): { strand: Strand; cursor: Cursor }[][] {
    const groups = new Map<string, { strand: Strand; cursor: Cursor }[]>();
    for (const cursor of cursors) {
      const strand = this.#strands.get(cursor.name);
      if (strand === undefined) continue;
      const at = JSON.stringify([strand.follower.reads.name, cursor.place]);
      const group = groups.get(at);
      if (group === undefined) groups.set(at, [{ strand, cursor }]);
      else group.push({ strand, cursor });
    }
    return [...groups.values()];
  }

  #measure(strand: Strand, cursor: Cursor, [oldest]: readonly Placed[]): void {
    const lag = strand.lag(oldest?.at, cursor.movedAt);
    this.#metrics.followerLag.set({ follower: cursor.name }, lag / 1_000);
  }
}
