import type { Bench, Goal, Outcome, TargetName } from './bench.ts';
import { targetTitles } from './bench.ts';

export type Run = Outcome & { target: TargetName; round: number };

export const median = (values: number[]): number => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

export const valuesOf = (runs: Run[], target: TargetName, measure: string): number[] =>
  runs.filter((run) => run.target === target).map((run) => run.figures[measure] ?? Number.NaN);

export const format = (value: number, digits = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

export type GoalResult = { measure: string; text: string; reached: boolean; figure: number };

/** Compares the medians with what is to be reached. */
export const goalResults = ({ goals, measures }: Bench, runs: Run[]): GoalResult[] =>
  goals
    .filter((goal) => isTested(goal, runs))
    .map((goal) => {
      const title = measures.find(({ key }) => key === goal.measure)?.title ?? goal.measure;
      const ours = median(valuesOf(runs, 'ours', goal.measure));
      if ('value' in goal) {
        return {
          measure: goal.measure,
          text: `${title} ${goal.relation} ${goal.value}`,
          figure: ours,
          reached: holds(goal.relation, ours, goal.value),
        };
      }
      const ratio = ours / median(valuesOf(runs, goal.against, goal.measure));
      const text = `${title} ${goal.relation} ${goal.factor} × ${goal.against}`;
      return { measure: goal.measure, text, figure: ratio, reached: holds(goal.relation, ratio, goal.factor) };
    });

const isTested = (goal: Goal, runs: Run[]) =>
  runs.some(({ target }) => target === 'ours') &&
  (!('against' in goal) || runs.some(({ target, missing }) => target === goal.against && missing === undefined));

/** Why this server was not measured on the machine, where it was not. */
export const missingReason = (runs: Run[], target: TargetName): string | undefined =>
  runs.find((run) => run.target === target && run.missing !== undefined)?.missing;

const holds = (relation: Goal['relation'], figure: number, wanted: number) =>
  relation === '≥' ? figure >= wanted : relation === '≤' ? figure <= wanted : figure < wanted;

/** The table of one bench: medians with their spread, then the goals. */
export const benchReport = (bench: Bench, runs: Run[]): string => {
  const settings = Object.entries(bench.settings).map(([name, value]) => `${name} ${value}`);
  const lines = [`\n${bench.title} (${settings.join(', ')})`];
  for (const target of new Set(runs.map((run) => run.target))) {
    const reason = missingReason(runs, target);
    lines.push(
      `  ${target.padEnd(5)}${targetTitles[target]}${reason === undefined ? '' : `: not measured, ${reason}`}`,
    );
    for (const { key, title, unit, digits } of bench.measures) {
      const values = valuesOf(runs, target, key);
      if (values.every((value) => Number.isNaN(value))) continue;
      const spread =
        values.length > 1 ? `  (${format(Math.min(...values), digits)} – ${format(Math.max(...values), digits)})` : '';
      lines.push(
        `       ${title.padEnd(24)} ${format(median(values), digits).padStart(12)} ${unit.padEnd(3)}${spread}`,
      );
    }
  }
  for (const { text, reached, figure } of goalResults(bench, runs)) {
    lines.push(`  ${reached ? '✔' : '✘'} ${text}: ${format(figure, 2)}`);
  }
  return lines.join('\n');
};
