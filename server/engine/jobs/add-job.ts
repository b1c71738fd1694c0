import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import type { Database } from '../store/database.ts';
import type { Transaction } from '../store/transaction.ts';
import { makeBossWithin, makeQueue } from './boss.ts';
import type { Job } from './job.ts';

const idOf = (name: string, key: string): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([name, key]))
    .digest('hex');
  // The form of a UUID whose content is its maker's business (version 8).
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};

const isThere = 'select 1 from pgboss.queue where name = $1';
const hasten = `
  update pgboss.job set start_after = now() where name = $1 and id = $2 and state in ('created', 'retry') returning id`;

/** What is known of a job by whoever adds one. */
export type AddedJob<Data extends object> = Pick<Job<Data>, 'name' | 'schema'> &
  Partial<Pick<Job<Data>, 'longestWait' | 'longestRun'>>;

/** Adds jobs, in any role. Those of role `worker` do them. */
export class JobList {
  readonly #database: Pick<Database, 'pool'>;
  readonly #within = new AsyncLocalStorage<Pick<Transaction, 'run'>>();
  #boss: Promise<PgBoss> | undefined;
  /** Those that are known to be there. */
  readonly #queues = new Set<string>();

  constructor(database: Pick<Database, 'pool'>) {
    this.#database = database;
  }

  /** Loads what adds jobs, so that a transaction that holds a lock need not wait for that the first time. */
  async ready(): Promise<void> {
    await this.#load();
  }

  /**
   * Adds a job in a transaction: it is there when that is committed, and only then. The same key again, within a week after
   * it was done, adds nothing. It needs no other connection. Not to be called between the lock of an append and its commit.
   * @param at when it is to happen; at once if that is past
   * @returns whether it was added
   */
  async add<Data extends object>(
    transaction: Transaction,
    job: AddedJob<Data>,
    { key, data, at }: { key: string; data: Data; at: Date },
  ): Promise<boolean> {
    const boss = await this.#load();
    return this.#within.run(transaction, async () => {
      if (!this.#queues.has(job.name)) await this.#ensure(transaction, job);
      const id = await boss.send(job.name, job.schema.parse(data), {
        id: idOf(job.name, key),
        startAfter: at,
        db: { executeSql: (text, values) => transaction.run(text, values) },
      });
      return id !== null;
    });
  }

  /**
   * Has a job that waits done now: one that failed need not wait for its next attempt.
   * @returns false where it was done, or is being done
   */
  async hasten(transaction: Pick<Transaction, 'query'>, { name }: Pick<Job, 'name'>, key: string): Promise<boolean> {
    return (await transaction.query('job_hasten', hasten, [name, idOf(name, key)])).length > 0;
  }

  // A worker makes the queues when it starts. The first of a new version may not be there yet.
  async #ensure(
    transaction: Transaction,
    job: Pick<AddedJob<object>, 'name' | 'longestWait' | 'longestRun'>,
  ): Promise<void> {
    const found = await transaction.query('job_queue', isThere, [job.name]);
    if (found.length === 0) await makeQueue(this.#database, job);
    this.#queues.add(job.name);
  }

  #load(): Promise<PgBoss> {
    this.#boss ??= makeBossWithin(this.#within);
    return this.#boss;
  }
}
