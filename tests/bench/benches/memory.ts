import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import type { Population } from '../population.ts';
import { withSite } from '../run.ts';
import type { Site } from '../targets/site.ts';

const connections = 10_000;
/** Enough for two versions to be told apart. */
const connectionsBriefly = 5_000;
const roomSize = 100;
const roomsEach = 5;
/** The share that is connected before the first reading: what a server loads, compiles and opens once is not counted. */
const firstShare = 0.2;

/** Everybody is in several rooms of equal size, each time with other neighbours. */
const idlePopulation = (people: number): Population => {
  const rooms = Math.max(1, Math.round(people / roomSize));
  const conversations = Array.from({ length: rooms * roomsEach }, (): number[] => []);
  for (let person = 0; person < people; person++) {
    for (let shift = 0; shift < roomsEach; shift++) {
      const room = (person + Math.floor(person / rooms) * shift) % rooms;
      conversations[shift * rooms + room]?.push(person);
    }
  }
  return { people, conversations };
};

/** Resident memory of the first instance in bytes, after its garbage was collected. */
const residentBytes = async (site: Site): Promise<number> => {
  const [instance] = site.instances;
  if (instance === undefined) throw new Error('no instance');
  for (let i = 0; i < 3; i++) {
    await instance.collect();
    await sleep(700);
  }
  const status = await readFile(`/proc/${instance.process().pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
};

export const memory: Bench = {
  name: 'memory',
  title: 'Memory per idle connection, one instance',
  targets: ['ours', 'S', 'G'],
  settings: { connections, 'rooms each': roomsEach, 'room size': roomSize },
  measures: [
    { key: 'perConnection', title: 'memory per connection', unit: 'kB', digits: 1 },
    { key: 'resident', title: 'resident with all', unit: 'MB' },
  ],
  goals: [
    { measure: 'perConnection', against: 'S', relation: '≤', factor: 0.8 },
    { measure: 'perConnection', against: 'G', relation: '≤', factor: 1 },
  ],
  judged: [{ measure: 'perConnection', better: 'less', limit: 0.1 }],
  run: (target, world) => {
    const { brief, scale } = world.options;
    const population = idlePopulation(Math.round((brief ? connectionsBriefly : connections) * scale));
    const first = Math.round(population.people * firstShare);
    return withSite(target, world, { instances: 1, population }, async (site, fleet) => {
      const plan = crowdPlan(site, population);
      await fleet.open({ ...plan, members: plan.members.slice(0, first) });
      const before = await residentBytes(site);
      world.say(`connecting ${population.people}`);
      await fleet.open({ ...plan, members: plan.members.slice(first) });
      world.say('letting it rest');
      await sleep(world.options.seconds * 1_000);
      const after = await residentBytes(site);
      const { ready } = await fleet.totals();
      const { problems } = await fleet.tally();
      return {
        figures: { perConnection: (after - before) / 1024 / (population.people - first), resident: after / 2 ** 20 },
        problems: [
          ...(ready < population.people ? [`only ${ready} of ${population.people} are connected`] : []),
          ...Object.entries(problems).map(([what, count]) => `${count} × ${what}`),
        ],
        notes: [],
      };
    });
  },
};
