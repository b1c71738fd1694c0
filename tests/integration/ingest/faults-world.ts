import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished } from 'vitest';
import type { Data } from '../../../protocol/index.ts';
import { makeFolder, type Running, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { readBooks } from '../../../server/sources/books.ts';
import { sampleEvent, type Workbench } from './workbench.ts';

const script = `${import.meta.dirname}/broker-worker.ts`;

/** Starts a worker that reads from one place; it is stopped when the test has ended. */
export const startWorker = async (name: string, settings: Record<string, string>): Promise<Running> => {
  const folder = makeFolder(name);
  const command = { file: process.execPath, args: [script], env: { ...settings, WORKER: name } };
  const ready = () => readFileSync(join(folder, `${name}.log`), 'utf8').includes('started');
  const worker = await startProcess({ name, folder, command, ready });
  onTestFinished(async () => {
    await worker.stop();
    removeFolder(folder);
  });
  return worker;
};

/** Events that are told apart by their number. */
export const eventsOf = (first: number, count: number): object[] =>
  Array.from({ length: count }, (_, n) =>
    sampleEvent({ eventId: `event-${first + n}`, ticketId: `T-${(first + n) % 20}` }),
  );

/** Something that nobody can read. */
export const poisonOf = (n: number): object => ({ eventId: `poison-${n}`, priority: 'whenever' });

/** Holds the feed locked, so that nobody can store anything. @returns lets go of it */
export const lockFeed = async ({ url }: Workbench): Promise<() => Promise<void>> => {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  await lock.query("begin; select 1 from log where kind = 'feed' for update");
  return () => lock.end();
};

const booksOf = async ({ database }: Workbench): Promise<Data<'source:books'>> => {
  const told = await readBooks(database);
  if (!told.ok) throw new Error(told.error.message);
  return told.data;
};

/** What happened to the sources, the latest first. */
export const happened = async (bench: Workbench) => (await booksOf(bench)).gaps;

export const untilStored = (bench: Workbench, count: number): Promise<void> =>
  until(
    `${count} events to be stored`,
    async () => Number((await bench.database.pool.query('select count(*) from rejection')).rows[0].count) >= count,
    60_000,
  );

/** Each event once, each letter once, nothing waits at the broker, and the books say so. */
export const expectAllOnce = async (bench: Workbench, expected: { events: number; letters?: number }) => {
  const { events, letters = 0 } = expected;
  const ids = (await bench.stored()).map((row) => row.event_id);
  expect([ids.length, new Set(ids).size]).toEqual([events, events]);
  expect(await bench.deadLetters()).toHaveLength(letters);
  const book = async () => (await booksOf(bench)).books.find(({ source }) => source !== 'sample');
  await until('nothing to wait', async () => (await book())?.lagEvents === 0, 30_000);
  const sums = await book();
  if (sums === undefined) throw new Error('there is no book');
  // What came again is counted again; of letters all that came are.
  expect(sums).toMatchObject({ created: events, conflicting: 0, lagSeconds: 0 });
  expect(sums.read).toBe(sums.created + sums.repeated + sums.conflicting + sums.dead);
  expect(sums.dead).toBeGreaterThanOrEqual(letters);
  expect((await booksOf(bench)).alarms).toEqual([]);
};
