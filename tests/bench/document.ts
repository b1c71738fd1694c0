import { readFile, writeFile } from 'node:fs/promises';
import { fillMarked } from '../../scripts/docs/marked.ts';
import { type Measure, targetTitles } from './bench.ts';
import { benches } from './benches/all.ts';
import { drawChart, type Group } from './chart/bars.ts';
import { format, median, missingReason, type Run, valuesOf } from './report.ts';
import type { Result } from './results.ts';

const page = new URL('../../docs/performance.md', import.meta.url);
const chart = new URL('../../docs/performance.svg', import.meta.url);

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;

const targetsOf = (runs: Run[]) => [...new Set(runs.map(({ target }) => target))];

const cell = (runs: Run[], target: Run['target'], { key, digits }: Measure): string => {
  const values = valuesOf(runs, target, key).filter((value) => Number.isFinite(value));
  if (values.length === 0) return '';
  const middle = format(median(values), digits);
  return values.length === 1
    ? middle
    : `${middle} (${format(Math.min(...values), digits)} – ${format(Math.max(...values), digits)})`;
};

const absence = (runs: Run[], target: Run['target']): string => {
  const reason = missingReason(runs, target);
  return reason === undefined ? '' : ` (not measured: ${reason})`;
};

const sectionOf = (name: string, { title, settings, measures, goals, runs, load, machine, date }: Result): string => {
  const conditions = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  const wrong = runs.flatMap(({ target, round, problems }) =>
    problems.map((text) => `${target}, round ${round}: ${text}`),
  );
  return [
    `### ${title}`,
    '',
    `${conditions.join(', ')}. \`npm run bench -- --only ${name}\`, ${load.rounds} rounds of ${load.seconds} s, ${date}, commit ${machine.commit}.`,
    '',
    row(['', ...measures.map((measure) => `${measure.title}${measure.unit === '' ? '' : `, ${measure.unit}`}`)]),
    row(['---', ...measures.map(() => '---:')]),
    ...targetsOf(runs).map((target) =>
      row([
        `${target}: ${targetTitles[target]}${absence(runs, target)}`,
        ...measures.map((measure) => cell(runs, target, measure)),
      ]),
    ),
    '',
    ...goals.map(
      ({ text, figure, reached }) => `* ${reached ? 'reached' : '**not reached**'}: ${text}: ${format(figure, 2)}`,
    ),
    ...wrong.map((text) => `* **delivered wrongly**, ${text}`),
  ].join('\n');
};

// What is compared is what has a goal; the rest is in the table.
const groupsOf = ({ title, measures, goals, runs }: Result): Group[] =>
  measures
    .filter(({ key }) => goals.some(({ measure }) => measure === key))
    .map((measure) => ({
      title: `${title}: ${measure.title}`,
      unit: measure.unit,
      digits: measure.digits ?? 0,
      bars: targetsOf(runs).map((target) => ({ label: target, value: median(valuesOf(runs, target, measure.key)) })),
    }));

/** Puts the kept results into docs/performance.md, between its marks, and draws them in docs/performance.svg. */
export const writeDocument = async (results: Record<string, Result>): Promise<void> => {
  const ordered = benches.flatMap(({ name }): [string, Result][] => {
    const result = results[name];
    return result === undefined ? [] : [[name, result]];
  });
  const [last] = ordered.map(([, result]) => result.machine).slice(-1);
  const about = Object.entries(last ?? {})
    .filter(([key]) => key !== 'load before' && key !== 'commit')
    .map(([key, value]) => `${key} ${value}`)
    .join(' · ');
  const text = [about, ...ordered.map(([name, result]) => sectionOf(name, result))].join('\n\n');
  await writeFile(page, fillMarked(await readFile(page, 'utf8'), 'results', `\n${text}\n`));
  const groups = ordered.flatMap(([, result]) => groupsOf(result));
  await writeFile(chart, drawChart(groups, last?.machine ?? ''));
};
