import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { freshDatabase } from './shared.ts';

const folder = new URL('../../prisma/migrations/', import.meta.url);

/**
 * An empty database as the version before a migration left it.
 * @param upgrade how the migration's name ends
 */
export const databaseBefore = async (upgrade: string): Promise<{ url: string; client: pg.Client }> => {
  const url = await freshDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`create table _prisma_migrations (
    id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
    migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
    started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
  for (const name of (await readdir(folder)).filter((entry) => /^\d+_/.test(entry)).sort()) {
    if (name.endsWith(upgrade)) return { url, client };
    const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8');
    await client.query(sql);
    await client.query(
      'insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ($1, $2, now(), $3)',
      [randomUUID(), createHash('sha256').update(sql).digest('hex'), name],
    );
  }
  throw new Error(`there is no migration ${upgrade}`);
};
