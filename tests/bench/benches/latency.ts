import type { Bench, Figures, Outcome, TargetName } from '../bench.ts';
import { runSteady } from '../run.ts';
import type { World } from '../world.ts';
import { directPairs } from './direct.ts';

const pairs = 100;
const capacityWindow = 8;
const share = 0.2;

/** What each target can take here, found out once, before its first measured run. */
const capacities = new Map<TargetName, number>();

const steady = (
  target: TargetName,
  world: World,
  load: { window: number } | { perSecond: number },
): Promise<Outcome> => {
  const population = directPairs(pairs);
  return runSteady(target, world, {
    population,
    authors: population.conversations.map(([person = 0], conversation) => ({ person, conversation })),
    ...load,
    audience: 2,
    figures: ({ tallies, seconds }) => ({
      acked: tallies.acked / seconds,
      p50: tallies.showTimes.percentile(0.5),
      p99: tallies.showTimes.percentile(0.99),
    }),
  });
};

/** One target under a fifth of what another, or it itself, can take. */
const atFifth = async (target: TargetName, capacityOf: TargetName, world: World): Promise<Outcome> => {
  let capacity = capacities.get(capacityOf);
  if (capacity === undefined) {
    capacity = (await steady(capacityOf, world, { window: capacityWindow })).figures.acked ?? 0;
    capacities.set(capacityOf, capacity);
  }
  return steady(target, world, { perSecond: capacity * share });
};

const atOurs = ({ figures: { p50 = Number.NaN, p99 = Number.NaN } }: Outcome): Figures => ({
  p50AtOurs: p50,
  p99AtOurs: p99,
});

export const latency: Bench = {
  name: 'latency',
  title: 'Send → shown on the other instance, at 20 % of own capacity',
  targets: ['ours', 'S'],
  settings: { pairs, share, schedule: 'open loop' },
  measures: [
    { key: 'acked', title: 'load', unit: '/s' },
    { key: 'p50', title: 'send → shown p50', unit: 'ms', digits: 2 },
    { key: 'p99', title: 'send → shown p99', unit: 'ms', digits: 2 },
    { key: 'p50AtOurs', title: 'p50 at the load of ours', unit: 'ms', digits: 2 },
    { key: 'p99AtOurs', title: 'p99 at the load of ours', unit: 'ms', digits: 2 },
  ],
  goals: [{ measure: 'p99', against: 'S', relation: '≤', factor: 1.3 }],
  run: async (target, world) => {
    const own = await atFifth(target, target, world);
    if (target === 'ours') return { ...own, figures: { ...own.figures, ...atOurs(own) } };
    if (!capacities.has('ours')) return own;
    // A fifth of the larger capacity is the larger load: a peer is measured under that, too.
    const same = await atFifth(target, 'ours', world);
    return {
      figures: { ...own.figures, ...atOurs(same) },
      problems: [...own.problems, ...same.problems],
      notes: [...own.notes, ...same.notes],
    };
  },
};
