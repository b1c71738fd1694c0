import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, type as system, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Outcome } from './run.ts';

/** The last outcome of each fault, with what it was made on. */
export type Result = Outcome & { date: string; commit: string; machine: string };

const file = new URL('results.json', import.meta.url);

export const machine = (): string =>
  `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${system()} ${release()}, Node ${process.version}`;

const commit = async (): Promise<string> =>
  (await promisify(execFile)('git', ['describe', '--always', '--dirty'], { cwd: import.meta.dirname })).stdout.trim();

/** @returns the kept results, by fault */
export const readResults = async (): Promise<Record<string, Result>> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, Result>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};

/** Puts new outcomes in the place of older ones of the same faults. */
export const keepResults = async (outcomes: Outcome[]): Promise<Record<string, Result>> => {
  const made = { date: new Date().toISOString().slice(0, 10), commit: await commit(), machine: machine() };
  const results = await readResults();
  for (const outcome of outcomes) results[outcome.fault] = { ...outcome, evidence: null, ...made };
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  return results;
};
