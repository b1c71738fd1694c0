import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { faultsOf } from './safe-migrations.ts';

const folder = new URL('../../../prisma/migrations/', import.meta.url);
/** The last migration that stopped all instances. */
const step = '_one_table_of_heads';

it('Every migration since instances were stopped for one is safe beside instances of the version before', async () => {
  const names = (await readdir(folder)).filter((name) => /^\d+_/.test(name)).sort();
  const first = names.findIndex((name) => name.endsWith(step)) + 1;
  expect(first).toBeGreaterThan(0);
  for (const name of names.slice(first))
    expect(
      faultsOf(await readFile(new URL(`${name}/migration.sql`, folder), 'utf8')),
      `${name} must be safe beside running instances of the version before`,
    ).toEqual([]);
});

it('The step itself would not be', async () => {
  const name = (await readdir(folder)).find((one) => one.endsWith(step));
  const faults = faultsOf(await readFile(new URL(`${name}/migration.sql`, folder), 'utf8'));
  expect(faults.map((fault) => fault.split(' ').slice(0, 3).join(' '))).toEqual([
    ...['alter table conversation', 'drop table feed:', 'alter table installation'],
    ...['drop function append_new_messages(uuid[],', 'drop function append_messages(uuid[],'].map((one) =>
      one.split(' ').slice(0, 3).join(' '),
    ),
    ...[
      'drop function change_message(uuid,',
      'drop function ingest_tickets(text,',
      'drop function change_rejection(uuid,',
    ],
  ]);
});

it.each([
  'drop table mention',
  'alter table message drop column body',
  'alter table message drop body',
  'alter table message rename column body to text',
  'alter table message rename to entry',
  'alter table message alter column seq type integer',
  'alter table message alter seq set data type integer',
  'alter table message alter column thread_id set not null',
  'alter table message alter column seq drop default',
  'alter table message add column kind text not null',
  'alter table message add column a text, add column kind text not null',
  'alter table message add column token uuid default gen_random_uuid()',
  'alter table message add constraint short check (length(body) < 10)',
  'alter table message add constraint own foreign key (author_id) references "user" (id)',
  'alter table message add unique (client_id)',
  'create index message_body_idx on message (body)',
  'create unique index on "user" (name)',
  'create index concurrently message_body_idx on message (body)',
  'drop index message_seq_idx',
  'drop function append_messages(uuid[])',
  'create or replace function new_one() returns void language sql as $$ select $$',
  'create trigger told after insert on message for each row execute function told()',
  'update message set content = null',
  'insert into log (id, kind) select id, name from "user"',
  'delete from signal',
  'lock table message',
  "alter type mood rename value 'sad' to 'blue'",
])('This one is not: %s', (sql) => {
  expect(faultsOf(`-- What it does.\n${sql.toUpperCase()};`)).toHaveLength(1);
});

it.each([
  'alter table message add column note text',
  "alter table message add column kind text not null default 'plain', add column at timestamptz default now()",
  'alter table message add constraint short check (length(body) < 10) not valid',
  'alter table message validate constraint short',
  'alter table message alter column body drop not null',
  "create table draft (id uuid primary key default uuidv7(), body text not null check (body <> '')); create index on draft (body)",
  'create table note (id uuid); alter table note add column at uuid not null default uuidv7(); insert into note select id from "user"',
  '-- without a transaction\ncreate index concurrently if not exists message_body_idx on message (body)',
])('This one is: %s', (sql) => {
  expect(faultsOf(sql)).toEqual([]);
});
