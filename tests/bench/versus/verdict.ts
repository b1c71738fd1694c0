import type { Figures, Judged } from '../bench.ts';
import { median } from '../report.ts';

/** What both versions measured, one right after the other. */
export type Pair = { before: Figures; now: Figures };

export type Judgement = {
  measure: string;
  /** Now ÷ before of each pair that measured both. */
  ratios: number[];
  median: number;
  /** Pairs in which this version was worse by more than what is let pass. */
  worseIn: number;
  verdict: 'worse' | 'not worse' | 'better' | 'too few pairs';
  /** How far the other version was from itself, from one pair to the next: the usual and the largest share. */
  noise: { usual: number; largest: number };
};

/** Fewer say nothing: of six, chance alone makes all the same in one comparison of thirty. */
export const fewestPairs = 7;
/** A pair counts when it differs by more than this share. */
const letPass = 0.03;
/** The share of the pairs that must agree. */
const agreeing = 6 / 7;

/** The share by which this version is worse in a pair; negative where it is better. */
const lossOf = (ratio: number, { better }: Judged): number => (better === 'more' ? 1 - ratio : ratio - 1);

const ratiosOf = (pairs: readonly Pair[], measure: string): number[] =>
  pairs
    .map(({ before, now }) => (now[measure] ?? Number.NaN) / (before[measure] ?? Number.NaN))
    .filter(Number.isFinite);

const verdictOf = (losses: readonly number[], { limit }: Judged): Judgement['verdict'] => {
  if (losses.length < fewestPairs) return 'too few pairs';
  const needed = Math.ceil(losses.length * agreeing);
  const count = (isSo: (loss: number) => boolean) => losses.filter(isSo).length;
  const isWorse = limit === undefined ? count((loss) => loss > letPass) >= needed : median([...losses]) > limit;
  if (isWorse) return 'worse';
  return count((loss) => loss < -letPass) >= needed ? 'better' : 'not worse';
};

const noiseOf = (pairs: readonly Pair[], measure: string): Judgement['noise'] => {
  const values = pairs.map(({ before }) => before[measure] ?? Number.NaN).filter(Number.isFinite);
  const steps = values.slice(1).map((value, index) => Math.abs(value / (values[index] ?? value) - 1));
  return { usual: median(steps), largest: Math.max(...steps, 0) };
};

/**
 * Whether this version is worse than the one before it by one measure.
 * A pair in which either version measured nothing does not count.
 */
export const judgePairs = (pairs: readonly Pair[], judged: Judged): Judgement => {
  const ratios = ratiosOf(pairs, judged.measure);
  const losses = ratios.map((ratio) => lossOf(ratio, judged));
  return {
    measure: judged.measure,
    ratios,
    median: median(ratios),
    worseIn: losses.filter((loss) => loss > (judged.limit ?? letPass)).length,
    verdict: verdictOf(losses, judged),
    noise: noiseOf(pairs, judged.measure),
  };
};
