import { expect, it } from 'vitest';
import { type Comparison, comparisonSection } from '../../bench/versus/document.ts';
import type { MeasuredPair } from '../../bench/versus/pairs.ts';

const pair = (before: number, now: number): MeasuredPair => ({
  before: { acked: before, work: 50 },
  now: { acked: now, work: 60 },
  problems: [],
  unrest: { load: 2.5, stolen: 0.013 },
});

const direct: Comparison = {
  title: 'Direct messages',
  date: '2026-11-28',
  machine: { commit: 'abc1234', 'compared with': 'def5678' },
  load: { seconds: 5 },
  pairs: Array.from({ length: 7 }, () => pair(10_000, 9_900)),
};

it('the page tells each measure of two versions with its pairs and its verdict, and how quiet the machine was', () => {
  const section = comparisonSection({ direct });
  expect(section).toMatch(
    /\| Direct messages: acknowledged, .s \| 10,000 \| 9,900 \| 0\.990 \| (0\.99 ){7}\|.*not worse \|/,
  );
  expect(section).toMatch(/\| Direct messages: CPU .* \| 50 \| 60 \| 1\.200 \|.*\*\*worse\*\* \|/);
  expect(section).toContain('`direct`: def5678 and abc1234, 7 pairs of 5 s, 2026-11-28; 2.5 processes');
  expect(section).toContain('1.3 %');
});
