import { setTimeout as delay } from 'node:timers/promises';
import { limits, type SourceState } from '../../../protocol/index.ts';
import type { Sealed } from '../../engine/ops/sealed.ts';
import type { Mappings } from '../mapping/mappings.ts';
import { type Reader, readPlainly, readWith } from '../reader.ts';
import { abortable, type TicketSource } from '../source.ts';
import { createNamedSource, type Here, type Parts } from './create-source.ts';
import { openSecret } from './secrets.ts';
import { placeOf, type SourceRow, sourceColumns } from './source-row.ts';

/** Milliseconds between two looks: what an admin changes is so on every worker within five seconds. */
const interval = 2_000;

// Who reads for themselves whether anything has changed need not be told, and misses nothing.
const versions = `
  select s.id, s.version from source s where s.ended_at is null and s.kind <> 'http' limit ${limits.sources}`;
const changed = `select ${sourceColumns} from source s where s.id = any ($1) and s.ended_at is null`;

/** One source as this worker has it. */
type Running = {
  row: SourceRow;
  /** Null while it is paused, or cannot be made. */
  source: TicketSource | null;
  /** Why it cannot be made. */
  problem: string | null;
  /** What makes tickets of its events now: another mapping does not interrupt it. */
  read: Reader;
};

type Options = Parts & { sealed: Sealed | undefined; mappings: Mappings; here: Here };

/**
 * Starts the sources that admins have named, stops those that are paused or have ended, and starts anew those whose place or secret
 * has changed. Each by itself: what is wrong with one is said of it, and disturbs no other one.
 */
export class Supervisor {
  readonly #options: Options;
  readonly #running = new Map<string, Running>();
  /** Those that are being started, stopped or changed, which may take as long as their broker does not answer. */
  readonly #busy = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #watching: Promise<void> | undefined;
  #isBlind = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    this.#watching ??= this.#watch();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    await Promise.all(this.#busy.values());
    await Promise.all([...this.#running.values()].map(({ source }) => source?.stop()));
  }

  /** How each is doing here. */
  states(): SourceState[] {
    return [...this.#running.values()].map(({ row, source, problem }) => ({
      name: row.key,
      state: source?.state ?? (problem === null ? 'stopped' : 'waiting'),
      problem: source?.problem ?? problem,
    }));
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#look();
      await abortable(delay(interval, undefined, { signal }), signal);
    }
  }

  // What runs, runs on while the database is away.
  async #look(): Promise<void> {
    const { database, log } = this.#options;
    try {
      const present = await database.query<{ id: string; version: number }>('source_versions', versions, []);
      const known = new Map(present.map(({ id, version }) => [id, version]));
      const stale = present.filter(({ id, version }) => this.#running.get(id)?.row.version !== version);
      const gone = [...this.#running.keys()].filter((id) => !known.has(id));
      const ids = stale.map(({ id }) => id);
      const rows = ids.length === 0 ? [] : await database.query<SourceRow>('sources_changed', changed, [ids]);
      this.#isBlind = false;
      for (const id of gone) this.#alone(id, () => this.#leave(id));
      for (const row of rows) this.#alone(row.id, () => this.#take(row));
    } catch (error) {
      if (!this.#isBlind) log.warn({ err: error }, 'which sources there are cannot be read; those that run go on');
      this.#isBlind = true;
    }
  }

  // None waits for another one; who is not done yet is looked at again next time.
  #alone(id: string, work: () => Promise<void>): void {
    if (this.#busy.has(id)) return;
    const done = work()
      .catch((error: unknown) => this.#options.log.error({ err: error, id }, 'a source could not be changed'))
      .finally(() => this.#busy.delete(id));
    this.#busy.set(id, done);
  }

  async #leave(id: string): Promise<void> {
    const running = this.#running.get(id);
    this.#running.delete(id);
    await running?.source?.stop();
    if (running) this.#options.metrics.sourceConsuming.remove({ source: running.row.key });
  }

  async #take(row: SourceRow): Promise<void> {
    const before = this.#running.get(row.id);
    const read = this.#readerOf(row);
    if (before && before.problem === null && isRead(before.row, row)) {
      Object.assign(before, { row, read });
      return;
    }
    await before?.source?.stop();
    const running: Running = { row, source: null, problem: null, read };
    this.#running.set(row.id, running);
    if (row.paused || this.#stop.signal.aborted) return;
    try {
      running.source = await this.#make(running);
      this.#options.intake.expect(row.key);
      await running.source?.start();
    } catch (error) {
      running.problem = error instanceof Error ? error.message : String(error);
      this.#options.log.warn({ err: error, source: row.key }, 'a source cannot be read');
    }
  }

  #make(running: Running): Promise<TicketSource | null> {
    const { row } = running;
    const place = placeOf(row);
    if (place === null) throw new Error('its place is of a later version');
    const opened = openSecret(this.#options.sealed, row);
    if (!opened.ok) throw new Error(opened.problem);
    const read: Reader = (unread) => running.read(unread);
    return createNamedSource(this.#options, this.#options.here, { key: row.key, place, secret: opened.secret, read });
  }

  #readerOf({ key, mapping }: SourceRow): Reader {
    return mapping === null ? readPlainly : readWith(this.#options.mappings, key, mapping);
  }
}

/** Whether nothing has changed that it would have to begin anew for. */
const isRead = (before: SourceRow, after: SourceRow): boolean =>
  before.paused === after.paused &&
  JSON.stringify(before.place) === JSON.stringify(after.place) &&
  Buffer.compare(before.secret ?? Buffer.alloc(0), after.secret ?? Buffer.alloc(0)) === 0;
