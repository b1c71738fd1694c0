import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFolder, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { type Database, openDatabase } from '../../../server/engine/store/database.ts';
import { readExport } from '../../../server/exports/download.ts';
import { Exports } from '../../../server/exports/exports.ts';
import { exportJobs } from '../../../server/exports/jobs.ts';
import { appendParts, beginExport } from '../../../server/exports/store.ts';
import { writeExport } from '../../../server/exports/write.ts';
import { type Person, type Seed, seedDatabase } from '../../support/seed.ts';
import { unsaid } from '../../support/unsaid.ts';

const log = createLogger('silent', 'test');
const program = fileURLToPath(new URL('../../support/exports/process.ts', import.meta.url));
const messages = 60_000;
let seed: Seed;
let database: Database;
let exports: Exports;
let admin: Person;
let room: string;

beforeAll(async () => {
  seed = await seedDatabase();
  database = openDatabase(seed.databaseUrl, log);
  exports = new Exports({ database, jobs: new JobList(database) });
  admin = await seed.person('Admin', 'admin');
  room = await seed.room([admin]);
  await seed.rows(
    `insert into message (conversation_id, seq, version, author_id, client_id, body)
     select $1, n, n, $2, gen_random_uuid(), repeat(md5(n::text), 20) from generate_series(1, $3::int) n`,
    [room, admin.id, messages],
  );
  await seed.rows('update log set last_seq = $2, last_version = $2 where id = $1', [room, messages]);
});
afterAll(async () => {
  await database?.close();
  await seed?.close();
});

const by = () => ({ me: { ...admin, ...unsaid }, address: '192.0.2.9' });
const ask = async () => {
  const made = await exports.create(by(), { roomId: room });
  if (!made.ok) throw new Error(made.error.message);
  return made.data.id;
};
const state = async (id: string) =>
  (await seed.rows<{ state: string; parts: number }>('select state, parts from export where id = $1', [id]))[0];

const startWorker = (folder: string, id: string) =>
  startProcess({
    ...{ name: id, folder, command: { file: process.execPath, args: [program, seed.databaseUrl] } },
    ready: () => true,
  });

it('an export whose worker is killed in the middle is gone on with by another one, each message once, and its hash holds', async () => {
  const folder = makeFolder('export-kills');
  const id = await ask();
  const first = await startWorker(folder, 'first');
  await until('some of it', async () => ((await state(id))?.parts ?? 0) >= 3, 30_000);
  await first.kill();
  const left = await state(id);
  expect(left?.state, 'it was not done when the worker was killed').toBe('running');
  const second = await startWorker(folder, 'second');
  await until('the rest of it', async () => (await state(id))?.state === 'done', 60_000);
  await second.kill();
  removeFolder(folder);

  const file = await exports.take(by(), id);
  if (file === null) throw new Error('there is no file');
  const parts: Buffer[] = [];
  for await (const part of readExport(database, file)) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  const lines = text.trimEnd().split('\n');
  const seqs = lines
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === 'message')
    .map(({ seq }) => seq);
  expect(seqs.length).toBe(messages);
  expect(
    seqs.every((seq, at) => seq === at + 1),
    'each once, in their order',
  ).toBe(true);
  const before = text.slice(0, text.trimEnd().lastIndexOf('\n') + 1);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    counts: { message: messages },
    sha256: createHash('sha256').update(before).digest('hex'),
  });
  await exports.cancel(by(), { exportId: id });
}, 120_000);

it('whoever was overtaken, or wakes up after it was cancelled, adds nothing', async () => {
  const id = await ask();
  const frozen = await beginExport(database, id);
  if (frozen === null) throw new Error('it does not begin');
  const more = { parts: [Buffer.from('x')], bytes: 1, place: { section: 1, after: null }, counts: {}, isDone: false };
  expect(await appendParts(database, frozen, more)).toMatchObject({ parts: 1, bytes: 1 });
  expect(await appendParts(database, frozen, more), 'it knows of no part yet').toBeNull();
  const present = await beginExport(database, id);
  await exports.cancel(by(), { exportId: id });
  expect(present && (await appendParts(database, present, more))).toBeNull();
  expect(await beginExport(database, id)).toBeNull();
  expect(await seed.rows('select number from export_part where export_id = $1', [id])).toEqual([{ number: 1 }]);
});

it('an export that is cancelled while it is written stops, and what there is of it is removed', async () => {
  const id = await ask();
  const writing = writeExport({ database, log }, id);
  await until('some of it', async () => ((await state(id))?.parts ?? 0) >= 1);
  await exports.cancel(by(), { exportId: id });
  await writing;
  const [, prune] = exportJobs(database, log);
  await prune?.run({});
  expect(await state(id)).toBeUndefined();
  expect(await seed.rows('select from export_part where export_id = $1', [id])).toEqual([]);
});

it('no transaction is open while it is written for longer than a statement takes', async () => {
  const id = await ask();
  const writing = writeExport({ database, log }, id);
  const open = `select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as seconds
    from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`;
  const seen: number[] = [];
  while ((await state(id))?.state !== 'done') seen.push((await seed.rows<{ seconds: number }>(open))[0]?.seconds ?? 0);
  await writing;
  expect(seen.length).toBeGreaterThan(3);
  expect(seen.filter((seconds) => seconds > 0)).toEqual([]);
  await exports.cancel(by(), { exportId: id });
});

it('files are removed when their days are over, and not before', async () => {
  const [old, fresh] = [await ask(), await ask().catch(() => '')];
  expect(fresh, 'one at a time').toBe('');
  await writeExport({ database, log }, old);
  const [, prune] = exportJobs(database, log);
  await prune?.run({});
  expect((await state(old))?.state).toBe('done');
  await seed.rows(`update export set kept_until = now() - interval '1 second' where id = $1`, [old]);
  expect(await exports.take(by(), old)).toBeNull();
  await prune?.run({});
  expect(await state(old)).toBeUndefined();
});
