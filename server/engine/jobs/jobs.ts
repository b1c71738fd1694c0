import { setTimeout as delay } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Logger } from '../ops/log.ts';
import type { Database } from '../store/database.ts';
import { makeBoss, queueOptionsOf } from './boss.ts';
import type { AnyJob } from './job.ts';

/** How many of a kind a worker does at the same time, and how often, in seconds, each of them looks for one. */
const usual = { localConcurrency: 5, pollingIntervalSeconds: 1 };
/** What happens by the clock is never more than one, and nobody waits for it. */
const byTheClock = { localConcurrency: 1, pollingIntervalSeconds: 15 };

/** Milliseconds that a stop waits for what is in hand; what is not done then comes again elsewhere. */
const stopPatience = 3_000;
const retryDelay = 1_000;

/**
 * Does the jobs that are due; any number of workers may do so at once, also of several versions: what another one does by
 * the clock is left alone, and what nobody does any more is taken away by a migration.
 */
export class Jobs {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #jobs: readonly AnyJob[];
  #boss: PgBoss | undefined;
  #starting: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(options: { database: Database; log: Logger; jobs: readonly AnyJob[] }) {
    this.#database = options.database;
    this.#log = options.log;
    this.#jobs = options.jobs;
  }

  /** Begins; while the database is away, again and again. */
  start(): void {
    this.#starting = this.#begin();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#starting;
    await this.#boss?.stop({ graceful: true, timeout: stopPatience, close: false });
  }

  async #begin(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const boss = await makeBoss(this.#database);
      try {
        await this.#open(boss);
        this.#boss = boss;
        return;
      } catch (error) {
        this.#log.warn({ err: error }, 'jobs could not begin; trying again');
        await boss.stop({ graceful: false, close: false }).catch(() => {});
        await delay(retryDelay, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #open(boss: PgBoss): Promise<void> {
    boss.on('error', (error) => this.#log.warn({ err: error }, 'jobs: a statement failed; it is tried again'));
    boss.on('warning', ({ message }) => this.#log.warn({ warning: message }, 'jobs: a warning'));
    await boss.start();
    for (const job of this.#jobs) {
      const options = queueOptionsOf(job);
      await boss.createQueue(job.name, options);
      await boss.updateQueue(job.name, options);
      if (job.cron !== undefined) await boss.schedule(job.name, job.cron, {}, { tz: 'UTC' });
      const pace = job.cron === undefined ? usual : byTheClock;
      await boss.work<unknown>(job.name, { ...pace, batchSize: 1 }, async ([due]) => {
        if (due !== undefined) await this.#do(job, due.data);
      });
    }
  }

  async #do(job: AnyJob, data: unknown): Promise<void> {
    try {
      await job.run(data);
    } catch (error) {
      this.#log.warn({ err: error, job: job.name }, 'a job failed; it is tried again');
      throw error;
    }
  }
}
