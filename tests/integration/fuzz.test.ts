import { expect, it } from 'vitest';
import { fuzz } from '../fuzz/run.ts';

const inputs = 3_000;

it('whatever is sent, nothing ends, nothing fails inside, and nobody hears what is not theirs', async () => {
  const report = await fuzz({ seed: 1, attackers: 8, isOver: (sent) => sent >= inputs, say: () => {} });
  expect(report.faults).toEqual([]);
  expect(report.inputs).toBeGreaterThanOrEqual(inputs);
  expect(report.counts.valid, 'of valid form with hostile values').toBeGreaterThan(report.inputs / 3);
  expect(report.counts.sequence, 'in sequences of five').toBeGreaterThan(report.inputs / 10);
}, 120_000);
