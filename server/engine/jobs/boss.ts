import type { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { ConstructorOptions, PgBoss, QueueOptions } from 'pg-boss';
import type { Database } from '../store/database.ts';
import { listenTo } from '../store/listen.ts';
import type { Transaction } from '../store/transaction.ts';

/** Where pg-boss keeps its tables; made by a migration, not by itself. */
const schema = 'pgboss';
const tenYears = 315_360_000;

/**
 * Of every queue. What a worker that was killed had in hand comes back when its heartbeat is missed (10 s is the shortest
 * there is), and what fails is tried again until it succeeds.
 */
const queueOptions = {
  heartbeatSeconds: 10,
  expireInSeconds: 60,
  retryLimit: 2_147_483_647,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 10,
  retentionSeconds: tenYears,
  // So long a key is known after the job was done.
  deleteAfterSeconds: 7 * 86_400,
} satisfies QueueOptions;

/** @returns what a queue is made with, where its job says something of its own */
export const queueOptionsOf = ({
  longestWait = queueOptions.retryDelayMax,
  longestRun = queueOptions.expireInSeconds,
}: {
  longestWait?: number | undefined;
  longestRun?: number | undefined;
}): QueueOptions => ({ ...queueOptions, retryDelayMax: longestWait, expireInSeconds: longestRun });

type Run = NonNullable<ConstructorOptions['db']>['executeSql'];

const options = (executeSql: Run): ConstructorOptions => ({
  schema,
  migrate: false,
  createSchema: false,
  useListenNotify: false,
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
  cronMonitorIntervalSeconds: 15,
  registerInstance: false,
  monitorVacuum: false,
  reindex: false,
  db: { executeSql },
});

const onPool =
  ({ pool }: Pick<Database, 'pool'>): Run =>
  async (text, values) => {
    const client = await pool.connect();
    const ear = listenTo(client);
    let failed = true;
    try {
      const result = await client.query(text, values);
      failed = false;
      return result;
    } finally {
      // Some of its statements are whole transactions: one that failed leaves a connection that nobody can use.
      ear.stop();
      client.release(failed || ear.fault() !== undefined);
    }
  };

/** Loads pg-boss, and makes one on our pool. Loaded late: nobody waits for jobs while the first page is made. */
export const makeBoss = async (database: Pick<Database, 'pool'>): Promise<PgBoss> => {
  const { PgBoss } = await import('pg-boss');
  return new PgBoss(options(onPool(database)));
};

/**
 * Makes one that asks in the transaction in which it is called, and nowhere else: who has one of the pool's connections must not wait
 * for another one, or all of them wait for each other. It may add jobs and look for queues, not make any.
 */
export const makeBossWithin = async (within: AsyncLocalStorage<Pick<Transaction, 'run'>>): Promise<PgBoss> => {
  const { PgBoss } = await import('pg-boss');
  return new PgBoss(
    options(async (text, values) => {
      const transaction = within.getStore();
      if (transaction === undefined) throw new Error('a job is added in a transaction');
      return transaction.run(text, values);
    }),
  );
};

/**
 * Makes a queue, where there is none yet, on a connection besides those of the pool.
 * @throws the database's error
 */
export const makeQueue = async (
  { pool }: Pick<Database, 'pool'>,
  job: { name: string } & Parameters<typeof queueOptionsOf>[0],
): Promise<void> => {
  const { PgBoss } = await import('pg-boss');
  const client = new pg.Client(pool.options);
  const ear = listenTo(client);
  await client.connect();
  try {
    const boss = new PgBoss(options((text, values) => client.query(text, values)));
    await boss.createQueue(job.name, queueOptionsOf(job));
  } finally {
    await client.end();
    ear.stop();
  }
};
