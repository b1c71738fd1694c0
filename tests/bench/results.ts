import { readFile, writeFile } from 'node:fs/promises';
import type { Bench, Measure } from './bench.ts';
import { type GoalResult, goalResults, type Run } from './report.ts';

/** What one bench measured last, with where and how. */
export type Result = {
  title: string;
  settings: Record<string, string | number>;
  measures: Measure[];
  goals: GoalResult[];
  runs: Run[];
  load: Record<string, number>;
  machine: Record<string, string>;
  date: string;
};

const file = new URL('results.json', import.meta.url);

/** @param made where and how it was measured */
export const toResult = (bench: Bench, runs: Run[], made: Pick<Result, 'machine' | 'load'>): Result => {
  const { title, settings, measures } = bench;
  const date = new Date().toISOString().slice(0, 10);
  return { title, settings, measures, goals: goalResults(bench, runs), runs, ...made, date };
};

const readResults = async (): Promise<Record<string, Result>> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, Result>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
};

/** Puts a result in the place of the older one of the same bench. @returns all that are kept, by bench */
export const keepResult = async (name: string, result: Result): Promise<Record<string, Result>> => {
  const results = { ...(await readResults()), [name]: result };
  await writeFile(file, `${JSON.stringify(results)}\n`);
  return results;
};
