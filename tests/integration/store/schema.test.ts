import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../scripts/installation/waiting.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';
import { freshDatabase } from '../../support/shared.ts';
import { parsePrismaSchema, type Table } from './prisma-schema.ts';

const schemaFile = new URL('../../../prisma/schema.prisma', import.meta.url);

let url: string;
let pool: pg.Pool;

beforeAll(async () => {
  url = await freshDatabase();
  await migrate(url, () => {});
  pool = new pg.Pool({ connectionString: url });
});

afterAll(async () => {
  await pool?.end();
});

const readDatabase = async (): Promise<Record<string, Table>> => {
  const tables: Record<string, Table> = {};
  const tableOf = (name: string): Table => {
    tables[name] ??= { columns: {}, indexes: {}, references: {} };
    return tables[name];
  };
  const columns = await pool.query(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required, a.atthasdef as has_default
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations'`,
  );
  for (const { table, name, type, required, has_default: hasDefault } of columns.rows)
    tableOf(table).columns[name] = `${type}${required ? ' not null' : ''}${hasDefault ? ' default' : ''}`;
  const indexes = await pool.query(
    `select t.relname as table, i.relname as name, x.indisunique as is_unique,
       (select string_agg(a.attname, ', ' order by k.n) from unnest(x.indkey) with ordinality k (attnum, n)
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum) as columns
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
     where t.relnamespace = 'public'::regnamespace and t.relname <> '_prisma_migrations'
       -- Prisma's schema has no words for an index of a part of a table, or of an expression.
       and x.indpred is null and x.indexprs is null`,
  );
  for (const row of indexes.rows)
    tableOf(row.table).indexes[row.name] = `${row.is_unique ? 'unique index' : 'index'} (${row.columns})`;
  const references = await pool.query(
    `select t.relname as table, a.attname as name, r.relname as target,
       case k.confdeltype when 'c' then 'cascade' when 'n' then 'setnull' else 'something else' end as fate
     from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid
     join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]
     where k.contype = 'f' and t.relnamespace = 'public'::regnamespace`,
  );
  for (const { table, name, target, fate } of references.rows)
    tableOf(table).references[name] = `${target} on delete ${fate}`;
  return tables;
};

describe('the migrated database', () => {
  it('is what schema.prisma says: tables, columns, types, nulls, defaults, indexes and references', async () => {
    const wanted = parsePrismaSchema(await readFile(schemaFile, 'utf8'));
    expect(Object.keys(wanted).length, 'models found').toBeGreaterThan(10);
    expect(await readDatabase()).toEqual(wanted);
  });

  it('has no index on what moves with every send, so that heads are updated in place', async () => {
    const moving = ['last_seq', 'last_version'];
    const { log } = await readDatabase();
    const indexes = Object.values(log?.indexes ?? {});
    expect(indexes.length, 'indexes that were looked at').toBeGreaterThan(0);
    for (const index of indexes) for (const column of moving) expect(index).not.toContain(column);
  });
});

const ledger = async (client: pg.Pool) =>
  (
    await client.query<{ migration_name: string; checksum: string }>(
      'select migration_name, checksum from _prisma_migrations',
    )
  ).rows;

describe('migrating', () => {
  it('by several instances at once applies each migration once', async () => {
    const shared = await freshDatabase();
    const applied: string[] = [];
    await Promise.all(Array.from({ length: 5 }, () => migrate(shared, (name) => applied.push(name))));
    const client = new pg.Pool({ connectionString: shared });
    const names = (await ledger(client)).map(({ migration_name: name }) => name);
    await client.end();
    expect(names.length).toBeGreaterThan(0);
    expect(applied).toEqual(names);
  });

  it('puts in a function of which the database has an older text, or none, and leaves a newer one', async () => {
    const shared = await freshDatabase();
    await migrate(shared, () => {});
    const client = new pg.Pool({ connectionString: shared });
    const bodyOf = async (name: string) =>
      (await client.query('select prosrc from pg_proc where proname = $1', [name])).rows[0]?.prosrc;
    const present = [await bodyOf('leave_room'), await bodyOf('join_room')];
    const other = (name: string, more: string) =>
      `create or replace function ${name}(actor uuid, room uuid${more}) returns text language sql as 'select null'`;
    await client.query(other('leave_room', ''));
    await client.query(other('join_room', ', most_conversations int'));
    await client.query(`update sql_function set number = 0 where name = 'leave_room'`);
    await client.query(`update sql_function set number = 1000 where name = 'join_room'`);
    await Promise.all([1, 2, 3].map(() => migrate(shared, () => {})));
    const now = [await bodyOf('leave_room'), await bodyOf('join_room')];
    const numbers = await client.query(
      `select name, number from sql_function where name in ('leave_room', 'join_room') order by name`,
    );
    await client.end();
    expect(now).toEqual([present[0], 'select null']);
    expect(numbers.rows).toEqual([
      { name: 'join_room', number: 1000 },
      { name: 'leave_room', number: expect.any(Number) },
    ]);
    expect(numbers.rows[1].number).toBeGreaterThan(0);
  });

  it('lets everybody else go first while somebody holds what it needs, and goes on then', async () => {
    const shared = await freshDatabase();
    await migrate(shared, () => {});
    const client = new pg.Pool({ connectionString: shared });
    await client.query(`update sql_function set number = 0 where name = 'members_added'`);
    const holder = await client.connect();
    await holder.query('begin; lock table member in row exclusive mode');
    const migrating = migrate(shared, () => {});
    const waiting = `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%members_added%'`;
    const isWaiting = async () => (await client.query(waiting)).rows[0].n > 0;
    await until('it to wait for the table', isWaiting);
    await until('it to step back', async () => !(await isWaiting()));
    await holder.query('commit');
    holder.release();
    await migrating;
    await client.end();
  });

  it('again changes nothing', async () => {
    const before = await ledger(pool);
    const applied: string[] = [];
    await migrate(url, (name) => applied.push(name));
    expect([applied, await ledger(pool)]).toEqual([[], before]);
  });

  it('refuses a database whose migrations are not these', async () => {
    const other = await freshDatabase();
    await migrate(other, () => {});
    const client = new pg.Pool({ connectionString: other });
    await client.query(`update _prisma_migrations set checksum = 'another'`);
    await client.end();
    await expect(migrate(other, () => {})).rejects.toThrow(/^migration \S+ was changed after it was applied$/);
  });

  it('that fails leaves nothing behind, and says which migration it was', async () => {
    const other = await freshDatabase();
    const client = new pg.Pool({ connectionString: other });
    await client.query('create table message (something text)');
    await expect(migrate(other, () => {})).rejects.toThrow(/^migration \S+ failed: relation "message" already exists$/);
    const { rows } = await client.query(`select tablename from pg_tables where schemaname = 'public' order by 1`);
    await client.end();
    expect(rows.map(({ tablename }) => tablename)).toEqual(['_prisma_migrations', 'message']);
  });
});
