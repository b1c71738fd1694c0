import pg from 'pg';
import { startPostgres } from '../../../scripts/installation/postgres.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { prepareDeeds } from '../followers/deeds.ts';

// What migrating the new database has put there already.
const made = ['_prisma_migrations', 'sql_function'];

const tables = `
  select format('%I', c.relname) as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relname = any ($1) order by 1`;
const columns = `
  select string_agg(format('%I', a.attname), ', ' order by a.attnum) as names from pg_attribute a
  where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`;
// The numbers that come next, as a dump has them.
const sequences = `
  select format('select setval(%L, (select coalesce(max(%I), 1) from %I))', pg_get_serial_sequence(format('%I', c.relname), a.attname),
    a.attname, c.relname) as set
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and pg_get_serial_sequence(format('%I', c.relname), a.attname) is not null`;

const connected = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

/**
 * Loads every row of a database into a new cluster, as a dump does: each as it is, without triggers.
 * @returns the cluster's data folder, in which nothing runs
 */
export const loadElsewhere = async (databaseUrl: string): Promise<{ directory: string; remove(): Promise<void> }> => {
  const other = await startPostgres();
  const { password, pathname } = new URL(databaseUrl);
  const server = await connected(other.url);
  await server.query(`create database ${pathname.slice(1)}`);
  // Whoever knows the password of the old cluster gets into the new one. Connections that there are stay.
  await server.query(`alter role switchboard password '${password}'`);
  await server.end();
  const url = Object.assign(new URL(other.url), { pathname, password }).href;
  await migrate(url, () => {});
  const [from, to] = [await connected(databaseUrl), await connected(url)];
  await prepareDeeds({ rows: async (text) => (await to.query(text)).rows });
  await to.query('set session_replication_role = replica');
  await from.query('begin isolation level repeatable read read only');
  await to.query('begin');
  for (const { name } of (await from.query<{ name: string }>(tables, [made])).rows) await copyTable(from, to, name);
  for (const { set } of (await to.query<{ set: string }>(sequences)).rows) await to.query(set);
  await to.query('commit');
  await Promise.all([from.end(), to.end()]);
  await other.process.stop();
  return { directory: other.directory, remove: () => other.stop() };
};

const copyTable = async (from: pg.Client, to: pg.Client, table: string): Promise<void> => {
  await to.query(`delete from ${table}`);
  const names = (await from.query<{ names: string }>(columns, [table])).rows[0]?.names;
  const { rows } = await from.query<{ row: string }>(`select row_to_json(t)::text as row from ${table} t`);
  for (let at = 0; at < rows.length; at += 1_000)
    await to.query(
      `insert into ${table} (${names}) overriding system value
       select ${names} from json_populate_recordset(null::${table}, $1::json)`,
      [
        `[${rows
          .slice(at, at + 1_000)
          .map(({ row }) => row)
          .join(',')}]`,
      ],
    );
};
