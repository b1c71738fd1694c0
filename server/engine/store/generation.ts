import type pg from 'pg';

/**
 * Counts the changes of the database that no older instance can live with: each stops all instances once. Migrations are
 * meant to need none of them (tests/unit/store/safe-migrations.test.ts); one that does says `-- generation <n>` first.
 */
const generation = 2;

/** What the connections of an instance are called, so that others can tell which generation it is of. */
export const applicationName = `switchboard/${generation}`;

const older = `
  select count(*)::int as connections,
    coalesce(string_agg(distinct coalesce(host(client_addr), 'this machine'), ', '), '') as places
  from pg_stat_activity
  where datname = current_database()
    and (application_name = 'switchboard' or substring(application_name from '^switchboard/(\\d+)$')::int < $1)`;

/** @returns the generation that a migration begins; undefined for nearly every one */
const generationOf = (sql: string): number | undefined => {
  const [, number] = /^-- generation (\d+)\n/.exec(sql) ?? [];
  return number === undefined ? undefined : Number(number);
};

/**
 * Makes sure that nobody uses the database who could not after a migration.
 * @throws Error with what to do, when an instance of an older generation is connected
 */
export const refuseWhileInUse = async (client: pg.Client, sql: string): Promise<void> => {
  const begun = generationOf(sql);
  if (begun === undefined) return;
  const { rows } = await client.query<{ connections: number; places: string }>(older, [begun]);
  const [row] = rows;
  if (row === undefined || row.connections === 0) return;
  throw new Error(
    `instances of an older version still use this database (${row.connections} connections from ${row.places}): ` +
      'stop all of them, then start this one. Nothing has been changed',
  );
};
