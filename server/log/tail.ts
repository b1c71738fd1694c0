import type { Logger } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Database } from '../store/database.ts';
import { ticketLog } from './batch.ts';

/** A fact that every instance must act on: see the table `signal`. */
export type Signal = {
  kind: 'membership' | 'conversation' | 'session' | 'person';
  userId: string | null;
  conversationId: string | null;
  reference: string | null;
};

/** What was committed since the last reading. */
export type Tidings = {
  /** log → its highest version among what changed */
  heads: Map<string, number>;
  signals: Signal[];
};

const healthyInterval = 1_000;
const degradedInterval = 200;
// A doorbell can ring before an older transaction ends, which hides the news for a moment: look again soon, a few times.
const wakeDelays = [0, 15, 60, 250];

// Half-open windows of transaction ids: everything below the oldest transaction still running is committed or aborted
// for good, so nothing can appear later inside a window that was read. A serial number has no such horizon.
const readHorizon = 'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon';
const readNews = `
  select 'm' as kind, conversation_id::text as log, max(version)::text as version, null as user_id, null as reference
    from message where xid >= $1::text::xid8 and xid < $2::text::xid8 group by conversation_id
  union all
  select 'r', null, max(version)::text, null, null
    from rejection where xid >= $1::text::xid8 and xid < $2::text::xid8 having max(version) is not null
  union all
  select kind, conversation_id::text, null, user_id::text, reference
    from (select * from signal where xid >= $1::text::xid8 and xid < $2::text::xid8 order by id) s`;

type NewsRow = {
  kind: string;
  log: string | null;
  version: string | null;
  user_id: string | null;
  reference: string | null;
};

/**
 * Follows the log itself, so that nothing depends on Redis having delivered it: every second, every 200 ms while
 * the bus is not healthy, and at once when {@link wake} is called.
 */
export class Tail {
  readonly #database: Database;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #onTidings: (tidings: Tidings) => Promise<void>;
  readonly #isBusHealthy: () => boolean;
  #horizon: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #wakes: number[] = [];
  #stopped = false;

  constructor(options: {
    database: Database;
    metrics: Metrics;
    log: Logger;
    isBusHealthy: () => boolean;
    onTidings: (tidings: Tidings) => Promise<void>;
  }) {
    this.#database = options.database;
    this.#metrics = options.metrics;
    this.#log = options.log;
    this.#isBusHealthy = options.isBusHealthy;
    this.#onTidings = options.onTidings;
  }

  /** Starts at the present: what was committed before is not news. */
  async start(): Promise<void> {
    this.#horizon = await this.#readHorizon();
    this.#schedule();
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
    const end = this.#metrics.tailLag.startTimer();
    const horizon = await this.#readHorizon();
    if (this.#horizon !== undefined && horizon !== this.#horizon) {
      const rows = await this.#database.query<NewsRow>('tail', readNews, [this.#horizon, horizon]);
      await this.#onTidings(toTidings(rows));
    }
    this.#horizon = horizon;
    end();
  }

  async #readHorizon(): Promise<string | undefined> {
    const rows = await this.#database.query<{ horizon: string }>('tail_horizon', readHorizon, []);
    return rows[0]?.horizon;
  }
}

const toTidings = (rows: NewsRow[]): Tidings => {
  const tidings: Tidings = { heads: new Map(), signals: [] };
  for (const row of rows) {
    if (row.version !== null) tidings.heads.set(row.log ?? ticketLog, Number(row.version));
    else
      tidings.signals.push({
        kind: row.kind as Signal['kind'],
        userId: row.user_id,
        conversationId: row.log,
        reference: row.reference,
      });
  }
  return tidings;
};
