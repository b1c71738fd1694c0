import type { Bench } from '../bench.ts';
import type { Population } from '../population.ts';
import { runSteady } from '../run.ts';

const pairs = 100;
const window = 8;

/** Person 2i talks with person 2i + 1, who is on the other instance. */
export const directPairs = (count: number): Population => ({
  people: count * 2,
  conversations: Array.from({ length: count }, (_, pair) => [pair * 2, pair * 2 + 1]),
});

export const direct: Bench = {
  name: 'direct',
  title: 'Direct messages across two instances',
  targets: ['ours', 'S', 'C', 'T', 'G'],
  settings: { pairs, window },
  measures: [
    { key: 'acked', title: 'acknowledged', unit: '/s' },
    { key: 'p50', title: 'send → shown p50', unit: 'ms', digits: 1 },
    { key: 'p99', title: 'send → shown p99', unit: 'ms', digits: 1 },
    { key: 'cpu', title: 'instance CPU per message', unit: 'µs' },
    { key: 'work', title: 'CPU per message with PostgreSQL', unit: 'µs' },
  ],
  goals: [
    { measure: 'acked', against: 'S', relation: '≥', factor: 1.3 },
    { measure: 'p99', against: 'S', relation: '≤', factor: 1 },
    { measure: 'acked', against: 'G', relation: '≥', factor: 1 },
    { measure: 'acked', against: 'C', relation: '≥', factor: 10 },
    { measure: 'acked', against: 'T', relation: '≥', factor: 25 },
  ],
  judged: [
    { measure: 'acked', better: 'more' },
    { measure: 'work', better: 'less', limit: 0.05 },
  ],
  run: (target, world) => {
    const population = directPairs(pairs);
    return runSteady(target, world, {
      population,
      authors: population.conversations.map(([person = 0], conversation) => ({ person, conversation })),
      window,
      audience: 2,
      figures: ({ tallies, seconds, cpu, work }) => ({
        acked: tallies.acked / seconds,
        p50: tallies.showTimes.percentile(0.5),
        p99: tallies.showTimes.percentile(0.99),
        cpu: (cpu / tallies.acked) * 1e6,
        work: (work / tallies.acked) * 1e6,
      }),
    });
  },
};
