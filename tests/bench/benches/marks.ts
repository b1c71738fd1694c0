import type { Bench } from '../bench.ts';
import { equalRooms } from '../population.ts';
import { runSteady } from '../run.ts';

const readers = 500;
const messagesPerSecond = 10;

export const marks: Bench = {
  name: 'marks',
  title: 'Everybody in a room marks what they are shown as read',
  targets: ['ours'],
  settings: { readers, 'messages/s': messagesPerSecond, 'marks under way, each': 1 },
  measures: [
    { key: 'marks', title: 'marks kept', unit: '/s' },
    { key: 'p50', title: 'shown → kept p50', unit: 'ms', digits: 1 },
    { key: 'p99', title: 'shown → kept p99', unit: 'ms', digits: 1 },
    { key: 'shown', title: 'send → shown p99', unit: 'ms', digits: 1 },
    { key: 'cpu', title: 'instance CPU per mark', unit: 'µs' },
    { key: 'work', title: 'CPU per mark with PostgreSQL', unit: 'µs' },
  ],
  goals: [],
  judged: [
    { measure: 'marks', better: 'more', limit: 0.1 },
    { measure: 'work', better: 'less', limit: 0.05 },
  ],
  run: (target, world) => {
    const count = Math.max(1, Math.round(readers * world.options.scale));
    const people = Array.from({ length: count }, (_, person) => person);
    return runSteady(target, world, {
      // Who writes is one more.
      population: { people: count + 1, conversations: equalRooms(count + 1, 1) },
      authors: [{ person: count, conversation: 0 }],
      perSecond: messagesPerSecond,
      audience: count + 1,
      during: async (_, fleet) => {
        await fleet.keepMarking(people, 0);
        return async () => {};
      },
      check: async (fleet) => {
        const behind = await fleet.behind();
        return behind === 0 ? [] : [`${behind} readers are not said to have read everything`];
      },
      figures: ({ tallies, seconds, cpu, work }) => ({
        marks: tallies.marked / seconds,
        p50: tallies.markTimes.percentile(0.5),
        p99: tallies.markTimes.percentile(0.99),
        shown: tallies.showTimes.percentile(0.99),
        cpu: (cpu / tallies.marked) * 1e6,
        work: (work / tallies.marked) * 1e6,
      }),
    });
  },
};
