import type { Bench, Measure } from './bench.ts';
import { keep } from './kept.ts';
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

/** Where and how something was measured. */
export type Made = Pick<Result, 'machine' | 'load'>;

const file = new URL('results.json', import.meta.url);

export const toResult = (bench: Bench, runs: Run[], made: Made): Result => {
  const { title, settings, measures } = bench;
  const date = new Date().toISOString().slice(0, 10);
  return { title, settings, measures, goals: goalResults(bench, runs), runs, ...made, date };
};

/** Puts a result in the place of the older one of the same bench. @returns all that are kept, by bench */
export const keepResult = (name: string, result: Result): Promise<Record<string, Result>> => keep(file, name, result);
