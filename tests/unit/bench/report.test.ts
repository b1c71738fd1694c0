import { expect, it } from 'vitest';
import type { Bench } from '../../bench/bench.ts';
import { benchReport, goalResults, type Run } from '../../bench/report.ts';

const bench: Bench = {
  name: 'direct',
  title: 'Direct messages',
  targets: ['ours', 'G'],
  settings: {},
  measures: [{ key: 'acked', title: 'acknowledged', unit: '/s' }],
  goals: [{ measure: 'acked', against: 'G', relation: '≥', factor: 1 }],
  run: () => Promise.reject(new Error('it is not run here')),
};

const run = (target: Run['target'], acked: number): Run => ({
  target,
  round: 1,
  figures: { acked },
  problems: [],
  notes: [],
});
const missing: Run = { ...run('G', Number.NaN), figures: {}, missing: 'there is no Go on this machine' };

it('a goal beside a server that was measured is reached or not', () => {
  expect(goalResults(bench, [run('ours', 2), run('G', 1)])).toMatchObject([{ figure: 2, reached: true }]);
  expect(goalResults(bench, [run('ours', 1), run('G', 2)])).toMatchObject([{ figure: 0.5, reached: false }]);
});

it('a server that cannot be had on this machine is said to be missing, and no goal is missed by it', () => {
  const runs = [run('ours', 2), missing];
  expect(goalResults(bench, runs)).toEqual([]);
  expect(benchReport(bench, runs)).toContain('not measured, there is no Go on this machine');
});
