import type { Bench, Figures, Goal, Measure, Outcome, TargetName } from '../bench.ts';
import { runSteady } from '../run.ts';
import type { World } from '../world.ts';
import { directPairs } from './direct.ts';

const pairs = 100;
/** Messages a second, the same for everybody: each at a share of what it can take itself would be loaded differently. */
const loads = [500, 1_500] as const;

const measuresAt = (load: number): Measure[] => [
  { key: `acked${load}`, title: `of ${load.toLocaleString('en')}/s, acknowledged`, unit: '/s' },
  { key: `p50at${load}`, title: `p50 at ${load.toLocaleString('en')}/s`, unit: 'ms', digits: 2 },
  { key: `p99at${load}`, title: `p99 at ${load.toLocaleString('en')}/s`, unit: 'ms', digits: 2 },
];

const goalsAt = (load: number): Goal[] => [
  { measure: `p99at${load}`, against: 'S', relation: '≤', factor: 3 },
  { measure: `p99at${load}`, against: 'C', relation: '≤', factor: 0.5 },
];

const steady = (target: TargetName, world: World, load: number): Promise<Outcome> => {
  const population = directPairs(pairs);
  return runSteady(target, world, {
    population,
    authors: population.conversations.map(([person = 0], conversation) => ({ person, conversation })),
    perSecond: load,
    audience: 2,
    figures: ({ tallies, seconds }): Figures => ({
      [`acked${load}`]: tallies.acked / seconds,
      [`p50at${load}`]: tallies.showTimes.percentile(0.5),
      [`p99at${load}`]: tallies.showTimes.percentile(0.99),
    }),
  });
};

export const latency: Bench = {
  name: 'latency',
  title: 'Send → shown on the other instance, under the same load for all',
  targets: ['ours', 'S', 'C', 'G'],
  settings: { pairs, schedule: 'open loop', 'messages/s': loads.join(' and ') },
  measures: loads.flatMap(measuresAt),
  goals: loads.flatMap(goalsAt),
  run: async (target, world) => {
    const outcomes: Outcome[] = [];
    for (const load of loads) outcomes.push(await steady(target, world, load));
    return {
      figures: Object.assign({}, ...outcomes.map(({ figures }) => figures)),
      problems: outcomes.flatMap(({ problems }) => problems),
      notes: outcomes.flatMap(({ notes }) => notes),
    };
  },
};
