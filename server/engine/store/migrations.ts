import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { sqlState } from './database.ts';
import { outdated, putFunction, readFunctions } from './functions.ts';
import { applicationName, refuseWhileInUse } from './generation.ts';
import { listenTo } from './listen.ts';

const directory = new URL('../../../prisma/migrations/', import.meta.url);
// Any number that no other program takes in this database; all instances use the same one.
const advisoryLock = 7_232_021;

// The table as Prisma creates it, so that `prisma migrate deploy` and this file can take turns.
const ledger = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/** Milliseconds for a server to answer at all; a migration itself may take as long as it needs. */
const patience = 5_000;
const turn = 200;
/**
 * Milliseconds that a migration waits for a lock before it lets everybody else go first: whoever comes after it waits for
 * what it waits for. It is tried again until it gets one.
 */
const lockPatience = 1_000;
const mostAttempts = 60;
const lockNotAvailable = '55P03';

type Migration = { name: string; sql: string; checksum: string };

const readMigrations = async (): Promise<Migration[]> => {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, directory), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
};

/** A row, so that a trace of it is in the ledger as Prisma would have left it. */
const note = (client: pg.Client, { name, checksum }: Migration) =>
  client.query(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     values ($1, $2, now(), $3, 1)`,
    [randomUUID(), checksum, name],
  );

const inTransaction = async (client: pg.Client, work: () => Promise<unknown>): Promise<void> => {
  await client.query(`begin; set local lock_timeout = ${lockPatience}`);
  try {
    await work();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};

/** Does something in one transaction, again and again while somebody holds what it needs. */
const apply = async (client: pg.Client, what: string, work: () => Promise<unknown>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(client, work);
    } catch (error) {
      if (sqlState(error) === lockNotAvailable && attempt < mostAttempts) await delay(turn);
      else
        throw new Error(`${what} failed: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
    }
  }
};

/** What cannot run in a transaction (an index that is built beside writers) stands alone in its file, and says so first. */
const isAlone = ({ sql }: Migration): boolean => sql.startsWith('-- without a transaction\n');

const applyMigration = async (client: pg.Client, migration: Migration): Promise<void> => {
  await refuseWhileInUse(client, migration.sql);
  const what = `migration ${migration.name}`;
  if (isAlone(migration)) {
    await client.query(migration.sql);
    return apply(client, what, () => note(client, migration));
  }
  return apply(client, what, async () => {
    await client.query(migration.sql);
    await note(client, migration);
  });
};

// Asked for by turns and not waited for: a statement that waits has a snapshot, and an index that is built beside writers
// waits until all older ones are gone.
const takeLock = async (client: pg.Client): Promise<void> => {
  const take = 'select pg_try_advisory_lock($1) as taken';
  while (!(await client.query<{ taken: boolean }>(take, [advisoryLock])).rows[0]?.taken) await delay(turn);
};

const bringUpToDate = async (client: pg.Client, onMigration: (name: string) => void): Promise<void> => {
  await client.query(ledger);
  const rows = await client.query<{ migration_name: string; checksum: string }>(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const applied = new Map(rows.rows.map((row) => [row.migration_name, row.checksum]));
  for (const migration of await readMigrations()) {
    const checksum = applied.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) throw new Error(`migration ${migration.name} was changed after it was applied`);
    onMigration(migration.name);
    await applyMigration(client, migration);
  }
  for (const one of await outdated(client, await readFunctions()))
    await apply(client, `function ${one.name}`, () => putFunction(client, one));
};

/**
 * Brings the database to this version's schema: migrations in the order of their names, then the functions of
 * prisma/functions. Any number of instances may call it at once: one after the other has its turn.
 * @param onMigration called with the name of each migration before it is applied
 * @throws Error when PostgreSQL is older than 18, when an applied migration differs from its file, or when instances use the
 * database that could not after a migration
 */
export const migrate = async (url: string, onMigration: (name: string) => void): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    application_name: applicationName,
  });
  listenTo(client);
  await client.connect();
  try {
    const version = await client.query<{ number: number }>({
      text: `select current_setting('server_version_num')::int as number`,
      query_timeout: patience,
    } as pg.QueryConfig);
    if ((version.rows[0]?.number ?? 0) < 180_000) throw new Error('DATABASE_URL: PostgreSQL 18 or later is needed');
    await takeLock(client);
    await bringUpToDate(client, onMigration);
  } finally {
    await client.end();
  }
};
