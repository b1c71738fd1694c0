import { readFile, writeFile } from 'node:fs/promises';
import { fillMarked } from '../../../scripts/docs/marked.ts';
import type { Bench } from '../bench.ts';
import { benches } from '../benches/all.ts';
import { keep } from '../kept.ts';
import { format, median } from '../report.ts';
import type { Made } from '../results.ts';
import type { MeasuredPair } from './pairs.ts';
import { judgementsOf, measureOf, middleOf, percent } from './report.ts';

const kept = new URL('../comparison.json', import.meta.url);
const page = new URL('../../../docs/performance.md', import.meta.url);

/** What one bench found last of two versions. */
export type Comparison = Made & { title: string; date: string; pairs: MeasuredPair[] };

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const heads = ['', 'before', 'now', 'now ÷ before', 'of each pair', 'before ÷ itself', 'verdict'];

const rowsOf = (bench: Bench, { title, pairs }: Comparison): string[] =>
  judgementsOf(bench, pairs).map(({ measure, ratios, median: middle, noise, verdict }) => {
    const { title: what, unit } = measureOf(bench, measure);
    return row([
      `${title}: ${what}, ${unit}`,
      middleOf(bench, pairs, 'before', measure),
      middleOf(bench, pairs, 'now', measure),
      format(middle, 3),
      ratios.map((ratio) => format(ratio, 2)).join(' '),
      `± ${percent(noise.usual)}, at most ${percent(noise.largest)}`,
      verdict === 'worse' ? '**worse**' : verdict,
    ]);
  });

const conditionsOf = (name: string, { machine, load, date, pairs }: Comparison): string => {
  const [loads, stolen] = [pairs.map(({ unrest }) => unrest.load), pairs.map(({ unrest }) => unrest.stolen)];
  const commits = `${machine['compared with']} and ${machine.commit}`;
  const unrest = `${format(median(loads), 1)} processes wanted a core before a pair, ${percent(median(stolen))} of the processor was taken away`;
  return `* \`${name}\`: ${commits}, ${pairs.length} pairs of ${load.seconds} s, ${date}; ${unrest}.`;
};

/** The part of docs/performance.md about two versions. */
export const comparisonSection = (all: Record<string, Comparison>): string => {
  const found = benches.flatMap((bench) => {
    const comparison = all[bench.name];
    return comparison === undefined ? [] : [{ bench, comparison }];
  });
  return [
    row(heads),
    row(heads.map((_, index) => (index === 0 || index === heads.length - 1 ? '---' : '---:'))),
    ...found.flatMap(({ bench, comparison }) => rowsOf(bench, comparison)),
    '',
    ...found.map(({ bench, comparison }) => conditionsOf(bench.name, comparison)),
  ].join('\n');
};

/** Keeps what a bench found, and puts all that is kept into docs/performance.md, between its marks. */
export const writeComparison = async ({ name, title }: Bench, pairs: MeasuredPair[], made: Made): Promise<void> => {
  const date = new Date().toISOString().slice(0, 10);
  const all = await keep<Comparison>(kept, name, { ...made, title, date, pairs });
  await writeFile(page, fillMarked(await readFile(page, 'utf8'), 'comparison', `\n${comparisonSection(all)}\n`));
};
