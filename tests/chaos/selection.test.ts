import { expect, test } from 'vitest';
import { faults } from './faults/all.ts';
import { runFault } from './run.ts';

// The whole table is `npm run chaos`; here are those that break in different ways, for a few seconds each.
const selection = faults.filter(({ shortSeconds }) => shortSeconds !== undefined);
const seed = Number(process.env.CHAOS_SEED ?? 1);

test.each(selection)('nothing is lost, doubled or out of order in $name, $shortSeconds s', async (fault) => {
  const outcome = await runFault(fault, { seed, short: true, say: () => {} });
  const where = `npm run chaos -- --only ${fault.name} --short --seed ${seed}; logs in ${outcome.evidence}`;
  expect(outcome.violations, where).toEqual([]);
  expect(outcome.acknowledged).toBeGreaterThan(100);
});
