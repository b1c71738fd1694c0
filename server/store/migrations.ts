import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

const directory = new URL('../../prisma/migrations/', import.meta.url);
// Any number that no other program takes in this database; all instances use the same one.
const advisoryLock = 7_232_021;

// The table as Prisma creates it, so that `prisma migrate deploy` and this file can take turns.
const ledger = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

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

const apply = async (client: pg.Client, migration: Migration) => {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       values ($1, $2, now(), $3, 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
};

/**
 * Brings the database to this version's schema. Any number of instances may call it at once: they wait for each other.
 * @param onMigration called with the name of each migration before it is applied
 * @throws Error when PostgreSQL is older than 18, or when an applied migration differs from its file
 */
export const migrate = async (url: string, onMigration: (name: string) => void): Promise<void> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const version = await client.query<{ number: number }>(
      `select current_setting('server_version_num')::int as number`,
    );
    if ((version.rows[0]?.number ?? 0) < 180_000) throw new Error('DATABASE_URL: PostgreSQL 18 or later is needed');
    await client.query('select pg_advisory_lock($1)', [advisoryLock]);
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
      await apply(client, migration);
    }
  } finally {
    await client.end();
  }
};
