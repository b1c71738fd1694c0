import type { Bench } from '../bench.ts';
import { equalRooms } from '../population.ts';
import { runSteady } from '../run.ts';

const authors = 5;
const window = 16;

const room = (members: number): Bench => ({
  name: `room-${members}`,
  title: `One room of ${members.toLocaleString('en')}`,
  targets: ['ours', 'S', 'C'],
  settings: { members, authors, window },
  measures: [
    { key: 'acked', title: 'acknowledged', unit: '/s' },
    { key: 'deliveries', title: 'deliveries', unit: '/s' },
    { key: 'p50', title: 'send → shown p50', unit: 'ms', digits: 1 },
    { key: 'p99', title: 'send → shown p99', unit: 'ms', digits: 1 },
    { key: 'cpu', title: 'instance CPU per message', unit: 'µs' },
  ],
  goals: [
    { measure: 'deliveries', against: 'S', relation: '≥', factor: 5 },
    { measure: 'p99', against: 'S', relation: '≤', factor: 0.25 },
  ],
  run: (target, world) => {
    const people = Math.max(authors, Math.round(members * world.options.scale));
    return runSteady(target, world, {
      population: { people, conversations: equalRooms(people, 1) },
      authors: Array.from({ length: authors }, (_, person) => ({ person, conversation: 0 })),
      window,
      audience: people,
      figures: ({ tallies, seconds, cpu }) => ({
        acked: tallies.acked / seconds,
        deliveries: tallies.shown / seconds,
        p50: tallies.showTimes.percentile(0.5),
        p99: tallies.showTimes.percentile(0.99),
        cpu: (cpu / tallies.acked) * 1e6,
      }),
    });
  },
});

export const roomOf500 = room(500);
export const roomOf5000 = room(5_000);
