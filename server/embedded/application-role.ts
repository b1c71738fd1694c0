import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { listenTo } from '../engine/store/listen.ts';

/** Who the application is to PostgreSQL: it owns its database, and is nobody outside it. */
const role = 'application';

const rights = 'login nosuperuser nocreatedb nocreaterole noreplication nobypassrls';

// What an earlier version, or a restore, made as the superuser. `reassign owned` refuses the first superuser of a cluster,
// because PostgreSQL's own catalogue belongs to it as well. Indexes, and the sequences and types of tables, go with them.
const foreign = `
  select format('alter schema %I owner to ${role}', nspname) as statement
  from pg_namespace
  where nspowner = current_user::regrole and nspname !~ '^pg_' and nspname <> 'information_schema'
  union all
  select format('alter %s %s owner to ${role}',
    case relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, c.oid::regclass)
  from pg_class c
  where relowner = current_user::regrole and relkind in ('r', 'p', 'S', 'v', 'm') and c.oid >= 16384
    and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid
      and (deptype = 'e' or relkind = 'S' and deptype in ('a', 'i')))
  union all
  select format('alter routine %s owner to ${role}', p.oid::regprocedure)
  from pg_proc p
  where proowner = current_user::regrole and p.oid >= 16384
    and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype in ('i', 'e'))
  union all
  select format('alter type %s owner to ${role}', t.oid::regtype)
  from pg_type t
  where typowner = current_user::regrole and t.oid >= 16384
    and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = t.oid and deptype in ('i', 'e'))`;

/**
 * Makes sure that there is an ordinary role which owns `database` and everything in it, with a new password each time, so
 * that it is kept nowhere. Does what is missing, and may be interrupted.
 * @param superuser the superuser's connection string of a database
 * @returns the application's connection string of `database`
 */
export async function prepareDatabase(superuser: (database: string) => string, database: string): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await as(superuser('postgres'), async (client) => {
    const { rowCount: isKnown } = await client.query('select from pg_roles where rolname = $1', [role]);
    await client.query(`${isKnown ? 'alter' : 'create'} role ${role} ${rights} password '${password}'`);
    const { rows } = await client.query<{ isOwner: boolean }>(
      'select datdba = $2::regrole as "isOwner" from pg_database where datname = $1',
      [database, role],
    );
    if (rows[0] === undefined) await client.query(`create database ${database} owner ${role}`);
    else if (!rows[0].isOwner) await client.query(`alter database ${database} owner to ${role}`);
  });
  await as(superuser(database), handOver);
  const url = new URL(superuser(database));
  url.username = role;
  url.password = password;
  return url.href;
}

async function handOver(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(foreign);
  if (rows.length === 0) return;
  await client.query(['begin', ...rows.map(({ statement }) => statement), 'commit'].join(';\n'));
}

async function as(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  listenTo(client);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
