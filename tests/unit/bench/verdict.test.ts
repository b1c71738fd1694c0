import { describe, expect, it } from 'vitest';
import type { Judged } from '../../bench/bench.ts';
import { orderOf } from '../../bench/versus/pairs.ts';
import { judgePairs, type Pair } from '../../bench/versus/verdict.ts';

const throughput: Judged = { measure: 'acked', better: 'more' };
const processorTime: Judged = { measure: 'work', better: 'less', limit: 0.05 };

/** Pairs in which this version has so many times what the other one has. */
const pairsOf = (measure: string, ratios: number[]): Pair[] =>
  ratios.map((ratio, index) => ({ before: { [measure]: 1_000 + index }, now: { [measure]: (1_000 + index) * ratio } }));

const verdict = (judged: Judged, ratios: number[]) => judgePairs(pairsOf(judged.measure, ratios), judged).verdict;

describe('beside another commit, this one is', () => {
  it('worse when it does more than 3 % less in six of seven pairs', () => {
    expect(verdict(throughput, [0.96, 0.95, 0.9, 0.96, 0.96, 0.969, 1.2])).toBe('worse');
  });

  it('not worse when it is so in five, however much', () => {
    expect(verdict(throughput, [0.5, 0.5, 0.5, 0.5, 0.5, 0.98, 0.98])).toBe('not worse');
  });

  it('not worse when it is so by less than 3 % in all', () => {
    expect(verdict(throughput, Array(7).fill(0.975))).toBe('not worse');
  });

  it('worse where less is better when it takes more', () => {
    const duration: Judged = { measure: 'open', better: 'less' };
    expect(verdict(duration, Array(7).fill(1.04))).toBe('worse');
    expect(verdict(duration, Array(7).fill(0.96))).toBe('better');
  });

  it('better when it does more than 3 % more in six of seven', () => {
    expect(verdict(throughput, [1.04, 1.05, 1.1, 1.04, 1.04, 1.04, 0.8])).toBe('better');
  });

  it('worse when the median of its processor time is more than 5 % higher', () => {
    expect(verdict(processorTime, [1.06, 1.06, 1.06, 1.06, 0.9, 0.9, 0.9])).toBe('worse');
    expect(verdict(processorTime, [1.04, 1.04, 1.04, 1.04, 1.5, 1.5, 1.5])).toBe('not worse');
  });

  it('of ten pairs, worse only when nine agree', () => {
    expect(verdict(throughput, [...Array(8).fill(0.9), 1, 1])).toBe('not worse');
    expect(verdict(throughput, [...Array(9).fill(0.9), 1])).toBe('worse');
  });

  it('not judged by fewer than seven pairs that measured both', () => {
    expect(verdict(throughput, Array(6).fill(0.5))).toBe('too few pairs');
    const broken: Pair = { before: { acked: 1_000 }, now: {} };
    const judgement = judgePairs([...pairsOf('acked', Array(6).fill(0.5)), broken], throughput);
    expect(judgement).toMatchObject({ verdict: 'too few pairs', ratios: Array(6).fill(0.5) });
  });
});

describe('what is told beside the verdict', () => {
  it('is how far the other version was from itself', () => {
    const pairs = [1_000, 1_100, 1_100, 550].map((acked): Pair => ({ before: { acked }, now: { acked: 1 } }));
    const { noise } = judgePairs(pairs, throughput);
    expect(noise.usual).toBeCloseTo(0.1);
    expect(noise.largest).toBeCloseTo(0.5);
  });

  it('is each ratio, their median, and in how many pairs it was worse', () => {
    const ratios = [0.9, 1, 1.1, 0.95, 1, 1, 1];
    const judgement = judgePairs(pairsOf('acked', ratios), throughput);
    for (const [index, ratio] of judgement.ratios.entries()) expect(ratio).toBeCloseTo(ratios[index] ?? 0);
    expect(judgement.median).toBeCloseTo(1);
    expect(judgement.worseIn).toBe(2);
  });
});

it('each version runs first in every other pair', () => {
  expect([0, 1, 2].map(orderOf)).toEqual([
    ['before', 'ours'],
    ['ours', 'before'],
    ['before', 'ours'],
  ]);
});
