import { failure, type Result } from '../../../protocol/index.ts';
import type { Publish } from './batch.ts';

/** How the writes to a kind of log are committed: the noun's part of a group commit. */
export type Writer<Write, Data> = {
  /** @returns the name of the log that a write is to */
  logOf(write: Write): string;
  /**
   * Commits the writes, in the order given, each with an answer of its own. Never throws.
   * @param publish called with what was committed, before this returns
   */
  commit(writes: Write[], publish: Publish): Promise<Result<Data>[]>;
  /** Like `commit`. @returns `held` when somebody else has held one of the logs for too long; nothing was stored then */
  commitUnlessHeld(writes: Write[], publish: Publish): Promise<Result<Data>[] | 'held'>;
};

type Waiting<Write, Data> = { write: Write; log: string; since: number; resolve: (result: Result<Data>) => void };
type ByLog<Write, Data> = Map<string, Waiting<Write, Data>[]>;
/** What is being committed, and what has come for its logs meanwhile. */
type Running<Write, Data> = { writes: Waiting<Write, Data>[]; later: ByLog<Write, Data> };

const largestBatch = 300;
const longestQueue = 20_000;
const retryAfterMs = 500;
/** Batches on their way to the database at once. */
const mostRunning = 8;
/** So many writes need not wait for the batch before them: together they cost little more than one. */
const worthItsOwn = 48;
/** Milliseconds that a smaller batch waits for the one before it. */
const patience = 5;

/**
 * Gathers writes into group commits. An idle instance commits at once; while a batch is in flight the next one gathers,
 * until that one is done, or it has become large, or has waited for a few milliseconds. So a commit, which costs about
 * as much as thirty messages, is paid rarely, and nobody waits long for somebody else's.
 *
 * A log is in one batch at a time, so what is written to it is numbered in the order it came. When somebody holds a log's
 * row, each log of that batch is committed by itself, so that only the one that is held waits.
 */
export class GroupCommit<Write, Data> {
  readonly #writer: Writer<Write, Data>;
  readonly #publish: Publish;
  /** What may be committed now, longest waiting first. */
  #ready: ByLog<Write, Data> = new Map();
  // Arrays, with a map for each batch: one map, whose entries come and go, would keep garbage alive (docs/decisions/0020).
  #running: Running<Write, Data>[] = [];
  /** Logs that are committed by themselves, because somebody holds one of their batch. */
  #alone: Running<Write, Data>[] = [];
  #readyWrites = 0;
  #waitingWrites = 0;
  #turn: NodeJS.Immediate | undefined;
  #timer: NodeJS.Timeout | undefined;
  #idle: PromiseWithResolvers<void> | undefined;

  /** @param publish called with what was committed, before the writes are answered */
  constructor(writer: Writer<Write, Data>, publish: Publish) {
    this.#writer = writer;
    this.#publish = publish;
  }

  /**
   * @returns what was committed, or the refusal; `unavailable` may be written again, unchanged
   */
  append(write: Write): Promise<Result<Data>> {
    if (this.#waitingWrites >= longestQueue)
      return Promise.resolve(failure('unavailable', 'too many messages are waiting', retryAfterMs));
    return new Promise((resolve) => {
      this.#waitingWrites += 1;
      const log = this.#writer.logOf(write);
      const waiting = { write, log, since: performance.now(), resolve };
      const later = laterIn(this.#running, log) ?? laterIn(this.#alone, log);
      if (later) later.push(waiting);
      else this.#makeReady(log, [waiting]);
    });
  }

  /** Resolves when nothing is waiting or in flight, for a clean stop. */
  async idle(): Promise<void> {
    if (this.#isIdle) return;
    this.#idle ??= Promise.withResolvers();
    await this.#idle.promise;
  }

  get #isIdle(): boolean {
    return this.#running.length === 0 && this.#alone.length === 0 && this.#ready.size === 0;
  }

  #makeReady(log: string, writes: Waiting<Write, Data>[]): void {
    const known = this.#ready.get(log);
    if (known) known.push(...writes);
    else this.#ready.set(log, writes);
    this.#readyWrites += writes.length;
    // One turn of the event loop, so that all writes read from the sockets in this turn share the batch.
    this.#turn ??= setImmediate(() => this.#start());
  }

  /** Starts the batches whose time has come. */
  #start(): void {
    this.#turn = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#readyWrites > 0 && this.#running.length < mostRunning) {
      const left = this.#timeLeft();
      if (left > 0) {
        this.#timer = setTimeout(() => this.#start(), left);
        return;
      }
      void this.#run(this.#take());
    }
  }

  /** Milliseconds for which the next batch may go on gathering. */
  #timeLeft(): number {
    if (this.#running.length === 0 || this.#readyWrites >= worthItsOwn) return 0;
    const [oldest] = this.#ready.values();
    return patience - (performance.now() - (oldest?.[0]?.since ?? 0));
  }

  #take(): Running<Write, Data> {
    const taken: Running<Write, Data> = { writes: [], later: new Map() };
    for (const [log, writes] of this.#ready) {
      this.#readyWrites -= writes.length;
      // What is left over must stay behind what is under way.
      taken.later.set(log, writes.splice(largestBatch - taken.writes.length));
      taken.writes.push(...writes);
      this.#ready.delete(log);
      if (taken.writes.length >= largestBatch) break;
    }
    if (this.#ready.size === 0) this.#ready = new Map();
    return taken;
  }

  async #run(batch: Running<Write, Data>): Promise<void> {
    this.#running.push(batch);
    const results = await this.#writer.commitUnlessHeld(
      batch.writes.map(({ write }) => write),
      this.#publish,
    );
    this.#running = this.#running.filter((other) => other !== batch);
    if (results === 'held') this.#runSeparately(batch);
    else {
      this.#answer(batch.writes, results);
      this.#end(batch);
    }
    this.#start();
  }

  /** Commits each log of a batch by itself, so that only the one that is held waits. */
  #runSeparately(batch: Running<Write, Data>): void {
    for (const [id, writes] of Map.groupBy(batch.writes, ({ log }) => log))
      void this.#runAlone({ writes, later: new Map([[id, batch.later.get(id) ?? []]]) });
  }

  /** Commits what there is of one log, and what comes meanwhile, without keeping the others waiting. */
  async #runAlone(held: Running<Write, Data>): Promise<void> {
    this.#alone.push(held);
    const [later = []] = held.later.values();
    later.unshift(...held.writes);
    while (later.length > 0) {
      const batch = later.splice(0, largestBatch);
      const results = await this.#writer.commit(
        batch.map(({ write }) => write),
        this.#publish,
      );
      this.#answer(batch, results);
    }
    this.#alone = this.#alone.filter((other) => other !== held);
    this.#end(held);
  }

  #answer(batch: Waiting<Write, Data>[], results: Result<Data>[]): void {
    this.#waitingWrites -= batch.length;
    batch.forEach(({ resolve }, index) => {
      resolve(results[index] ?? failure('internal', 'no answer for this one'));
    });
  }

  #end({ later }: Running<Write, Data>): void {
    for (const [log, writes] of later) if (writes.length > 0) this.#makeReady(log, writes);
    if (!this.#isIdle) return;
    this.#idle?.resolve();
    this.#idle = undefined;
  }
}

/** What has come for a log since one of these batches took it; undefined when none of them did. */
const laterIn = <Write, Data>(batches: Running<Write, Data>[], log: string): Waiting<Write, Data>[] | undefined => {
  for (const { later } of batches) {
    const writes = later.get(log);
    if (writes) return writes;
  }
  return undefined;
};
