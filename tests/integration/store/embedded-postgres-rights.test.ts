import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { prepareCluster } from '../../../server/embedded/cluster.ts';
import { startEmbeddedPostgres } from '../../../server/embedded/embedded-postgres.ts';
import { supervisePostmaster } from '../../../server/embedded/postmaster.ts';
import { chooseRunner, programsUser } from '../../../server/embedded/runner.ts';
import { keptSecrets } from '../../../server/engine/ops/secrets.ts';
import { migrate } from '../../../server/engine/store/migrations.ts';

const log = { debug: () => {}, warn: () => {}, error: () => {} };
const isRoot = process.getuid?.() === 0;
let folder: string;
let dataDirectory: string;
let databases: { stop(): Promise<void> }[];

beforeEach(async () => {
  databases = [];
  folder = await mkdtemp(join(tmpdir(), 'switchboard-rights-'));
  dataDirectory = join(folder, 'data');
});
afterEach(async () => {
  await Promise.all(databases.map((database) => database.stop()));
  await rm(folder, { recursive: true, force: true });
});

const start = async () => {
  const database = await startEmbeddedPostgres({ dataDirectory, log });
  databases.push(database);
  return database;
};

const query = async <Row extends object>(url: string, text: string): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
};

/** What anybody but the owner may do in DATA_DIR, per entry. */
const openEntries = async () => {
  const modes = ['.', ...(await readdir(dataDirectory))].map(async (name) => {
    const { mode } = await stat(join(dataDirectory, name));
    return (mode & 0o077) === 0 ? [] : [`${name} ${(mode & 0o777).toString(8)}`];
  });
  return (await Promise.all(modes)).flat();
};

/** As the version before left it: everything belongs to the superuser, and the folder is open. */
const leaveOldInstallation = async () => {
  await mkdir(dataDirectory, { mode: 0o755 });
  const directory = join(dataDirectory, 'postgres');
  const runner = await chooseRunner(directory, await programsUser());
  const { password } = await prepareCluster({ dataDirectory, directory, runner, onProgress: () => {} });
  const postmaster = await supervisePostmaster({ directory, runner, log });
  const url = (name: string) => `postgresql://switchboard:${password}@127.0.0.1:${postmaster.port}/${name}`;
  await query(url('postgres'), 'create database switchboard');
  await migrate(url('switchboard'), () => {});
  await query(
    url('switchboard'),
    `create type mood as enum ('calm'); create schema later; create table later.kept (n int)`,
  );
  await query(url('switchboard'), 'insert into later.kept values (7)');
  await postmaster.stop();
  await keptSecrets(dataDirectory);
  await chmod(join(dataDirectory, 'secrets.json'), 0o644);
};

/** The capabilities of a process, as the kernel writes them: none, and CAP_DAC_OVERRIDE. */
const nothing = '0000000000000000';
const passingThrough = '0000000000000002';

/** Whether everybody may enter the folder of the programs: a checkout in a private folder is for its owner alone. */
const mayEnterCheckout = async (directory = import.meta.dirname): Promise<boolean> => {
  if (((await stat(directory)).mode & 0o001) === 0) return false;
  return directory === dirname(directory) || mayEnterCheckout(dirname(directory));
};

const superuserUrl = async (url: string): Promise<string> => {
  const password = (await readFile(join(dataDirectory, 'postgres.password'), 'utf8')).trim();
  return Object.assign(new URL(url), { username: 'switchboard', password }).href;
};

test('the application is an ordinary role: it runs no programs, reads no files, and knows which cluster it is on', async () => {
  const { url } = await start();
  await migrate(url, () => {});
  const rights =
    'select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = current_user';
  expect(await query(url, rights)).toEqual([
    { rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false, rolbypassrls: false },
  ]);
  expect(await query(url, 'select pg_has_role(current_user, 10, $$member$$) as member')).toEqual([{ member: false }]);
  for (const forbidden of [
    `copy (select 1) to program 'true'`,
    `select pg_read_file('/etc/passwd')`,
    'alter system set fsync = off',
    'set role switchboard',
    'create role other',
  ])
    await expect(query(url, forbidden), forbidden).rejects.toThrow(/permission denied/);
  // By what a cluster is recognised.
  const fingerprint = `select system_identifier > 0 as system, timeline_id > 0 as timeline, 'message'::regclass::oid > 0 as table,
    (select oid from pg_database where datname = current_database()) > 0 as database
    from pg_control_system(), pg_control_checkpoint()`;
  expect(await query(url, fingerprint)).toEqual([{ system: true, timeline: true, table: true, database: true }]);
});

test('a folder of the version before is closed, and everything in its database handed to the ordinary role', async () => {
  await leaveOldInstallation();
  const first = await start();
  expect(await openEntries()).toEqual([]);
  const foreign = `select relname from pg_class where relowner = 10 and oid >= 16384 and relkind <> 't'
    union all select proname from pg_proc where proowner = 10 and oid >= 16384
    union all select typname from pg_type where typowner = 10 and oid >= 16384
    union all select nspname from pg_namespace where nspowner = 10 and oid >= 16384
    union all select datname from pg_database where datdba = 10 and datname = 'switchboard'`;
  expect(await query(first.url, foreign)).toEqual([]);
  expect(await query(first.url, 'select n from later.kept')).toEqual([{ n: 7 }]);
  // What a migration does: with what was there before, and with what is new.
  await migrate(first.url, () => {});
  await query(
    first.url,
    `alter table message add column later int; create extension pg_trgm; alter type mood add value 'glad'`,
  );
  // A restore, for example.
  await query(await superuserUrl(first.url), 'create table restored as select 7 as n');
  await expect(query(first.url, 'select n from restored')).rejects.toThrow(/permission denied/);
  await first.stop();

  const second = await start();
  expect(await query(second.url, 'select n from restored')).toEqual([{ n: 7 }]);
});

describe('DATA_DIR', () => {
  test('is made for its owner alone, and nobody needs a right to enter everything', async () => {
    await chmod(folder, 0o755);
    await start();
    await keptSecrets(dataDirectory);
    const own = ['owner.sock', 'postgres', 'postgres.password', 'secrets.json'];
    expect((await readdir(dataDirectory)).sort()).toEqual(own);
    expect(await openEntries()).toEqual([]);
    if (process.platform !== 'linux') return;
    const pid = (await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0];
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    expect(/^CapEff:\s*(\w+)$/m.exec(status)?.[1]).toBe((await mayEnterCheckout()) ? nothing : passingThrough);
  });

  test('that is shared with other things stays as it is, and is refused by name', async () => {
    await mkdir(dataDirectory, { mode: 0o755 });
    await writeFile(join(dataDirectory, 'diary.txt'), '');
    await expect(start()).rejects.toThrow(/^DATA_DIR .*data is open to others and not only for Switchboard; .*$/);
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o755);
    expect(await readdir(dataDirectory)).toEqual(['diary.txt']);
  });

  test.runIf(isRoot)('that belongs to somebody else is refused by name, and left alone', async () => {
    await mkdir(dataDirectory, { mode: 0o755 });
    await chown(dataDirectory, 54_321, 54_321);
    await expect(start()).rejects.toThrow(
      /^DATA_DIR .*data belongs to user 54321, and Switchboard runs as user 0; .*$/,
    );
    expect((await stat(dataDirectory)).mode & 0o777).toBe(0o755);
  });
});
