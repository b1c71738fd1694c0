import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../server/store/migrations.ts';
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
     where t.relnamespace = 'public'::regnamespace and t.relname <> '_prisma_migrations'`,
  );
  for (const row of indexes.rows)
    tableOf(row.table).indexes[row.name] = `${row.is_unique ? 'unique index' : 'index'} (${row.columns})`;
  const references = await pool.query(
    `select t.relname as table, a.attname as name, r.relname as target, k.confdeltype = 'c' as cascades
     from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class r on r.oid = k.confrelid
     join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1]
     where k.contype = 'f'`,
  );
  for (const { table, name, target, cascades } of references.rows)
    tableOf(table).references[name] = `${target} on delete ${cascades ? 'cascade' : 'something else'}`;
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
    const { conversation, feed } = await readDatabase();
    for (const index of Object.values({ ...conversation?.indexes, ...feed?.indexes }))
      for (const column of moving) expect(index).not.toContain(column);
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
