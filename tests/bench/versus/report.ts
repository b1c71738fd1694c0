import type { Bench, Measure } from '../bench.ts';
import { format, median } from '../report.ts';
import type { MeasuredPair } from './pairs.ts';
import { type Judgement, judgePairs } from './verdict.ts';

export const percent = (share: number) => `${format(share * 100, 1)} %`;

export const measureOf = ({ measures }: Bench, key: string): Measure =>
  measures.find((measure) => measure.key === key) ?? { key, title: key, unit: '' };

/** The median of one version's figures, as it is shown. */
export const middleOf = (
  bench: Bench,
  pairs: readonly MeasuredPair[],
  side: 'before' | 'now',
  measure: string,
): string => format(median(pairs.map((pair) => pair[side][measure] ?? Number.NaN)), measureOf(bench, measure).digits);

export const judgementsOf = (bench: Bench, pairs: readonly MeasuredPair[]): Judgement[] =>
  (bench.judged ?? []).map((judged) => judgePairs(pairs, judged));

/** One line for each pair, as it ends. */
export const pairLine = (bench: Bench, { before, now, unrest }: MeasuredPair, number: number): string => {
  const figures = (bench.judged ?? []).map(({ measure }) => {
    const { title, digits } = measureOf(bench, measure);
    const [a = Number.NaN, b = Number.NaN] = [before[measure], now[measure]];
    return `${title} ${format(a, digits)} → ${format(b, digits)} (${format(b / a, 3)})`;
  });
  return `  ${bench.name}, pair ${number + 1}: ${figures.join(', ')}; load ${format(unrest.load, 1)}, ${percent(unrest.stolen)} stolen`;
};

const noiseClause = ({ usual, largest }: Judgement['noise']): string =>
  Number.isNaN(usual)
    ? ''
    : `; the other version differed from itself by ${percent(usual)}, at most ${percent(largest)}`;

const judgementLines = (bench: Bench, pairs: readonly MeasuredPair[], judgement: Judgement): string[] => {
  const { measure, ratios, worseIn, verdict, noise } = judgement;
  const { title, unit } = measureOf(bench, measure);
  const middle = (side: 'before' | 'now') => middleOf(bench, pairs, side, measure);
  const mark = verdict === 'worse' ? '✘' : verdict === 'too few pairs' ? '·' : '✔';
  return [
    `  ${mark} ${title}: ${middle('before')} → ${middle('now')} ${unit}, ${format(judgement.median, 3)} ×: ${verdict} (worse in ${worseIn} of ${ratios.length})`,
    `      pairs ${ratios.map((ratio) => format(ratio, 3)).join(' ')}${noiseClause(noise)}`,
  ];
};

/** What one bench found of two versions. */
export const versusReport = (bench: Bench, pairs: readonly MeasuredPair[]): string =>
  [
    `\n${bench.title}: now ÷ before`,
    ...judgementsOf(bench, pairs).flatMap((judgement) => judgementLines(bench, pairs, judgement)),
  ].join('\n');
