import type { Bench, Goal, PeerName } from '../bench.ts';
import { equalRooms } from '../population.ts';
import { runSteady } from '../run.ts';

const authors = 5;
const window = 16;

const room = (members: number, more: PeerName[] = []): Bench => ({
  name: `room-${members}`,
  title: `One room of ${members.toLocaleString('en')}`,
  targets: ['ours', 'S', 'C', ...more],
  settings: { members, authors, window },
  measures: [
    { key: 'acked', title: 'acknowledged', unit: '/s' },
    { key: 'deliveries', title: 'deliveries', unit: '/s' },
    { key: 'p50', title: 'send → shown p50', unit: 'ms', digits: 1 },
    { key: 'p99', title: 'send → shown p99', unit: 'ms', digits: 1 },
    { key: 'cpu', title: 'instance CPU per message', unit: 'µs' },
    { key: 'work', title: 'CPU per message with PostgreSQL', unit: 'µs' },
  ],
  goals: [
    { measure: 'deliveries', against: 'S', relation: '≥', factor: 5 },
    { measure: 'p99', against: 'S', relation: '≤', factor: 0.25 },
    ...more.map((against): Goal => ({ measure: 'deliveries', against, relation: '≥', factor: 1 })),
  ],
  judged: [
    { measure: 'deliveries', better: 'more' },
    { measure: 'work', better: 'less', limit: 0.05 },
  ],
  run: (target, world) => {
    const people = Math.max(authors, Math.round(members * world.options.scale));
    return runSteady(target, world, {
      population: { people, conversations: equalRooms(people, 1) },
      authors: Array.from({ length: authors }, (_, person) => ({ person, conversation: 0 })),
      window,
      audience: people,
      figures: ({ tallies, seconds, cpu, work }) => ({
        acked: tallies.acked / seconds,
        deliveries: tallies.shown / seconds,
        p50: tallies.showTimes.percentile(0.5),
        p99: tallies.showTimes.percentile(0.99),
        cpu: (cpu / tallies.acked) * 1e6,
        work: (work / tallies.acked) * 1e6,
      }),
    });
  },
});

export const roomOf500 = room(500, ['G']);
export const roomOf5000 = room(5_000);
