import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import { judge } from '../judge.ts';
import { equalRooms } from '../population.ts';
import { withSite } from '../run.ts';

const clients = 1_000;
const roomSize = 100;
const cutEveryMs = 15_000;
/** Of all rooms together. */
const messagesPerSecond = 20;
/** Two minutes with the default of ten seconds per run. */
const lengthFactor = 12;

export const cuts: Bench = {
  name: 'cuts',
  title: 'Every socket is cut every 15 s while messages flow',
  targets: ['ours', 'S', 'R', 'G'],
  settings: { clients, 'room size': roomSize, 'messages/s': messagesPerSecond },
  measures: [
    { key: 'delivered', title: 'delivered', unit: '%', digits: 3 },
    { key: 'late', title: 'late ones p99', unit: 'ms' },
    { key: 'gap', title: 'away p99', unit: 'ms' },
  ],
  goals: [
    { measure: 'delivered', relation: '≥', value: 100 },
    { measure: 'late', relation: '<', value: 1_100 },
  ],
  run: (target, world) => {
    const count = Math.max(roomSize, Math.round(clients * world.options.scale));
    const rooms = Math.round(count / roomSize);
    const people = count + rooms;
    const population = { people, conversations: equalRooms(people, rooms) };
    const authors = Array.from({ length: rooms }, (_, room) => ({
      person: count + room,
      conversation: (count + room) % rooms,
    }));
    return withSite(target, world, { population }, async (site, fleet) => {
      const homeOf = (person: number) => Math.floor(person / rooms);
      await fleet.open(crowdPlan(site, population, { homeOf, returning: true }));
      await fleet.schedule(authors, messagesPerSecond);
      await sleep(1_000);
      await fleet.beginMeasuring();
      await fleet.keepCutting(
        Array.from({ length: count }, (_, person) => person),
        cutEveryMs,
      );
      world.say(`cutting for ${Math.round(world.options.seconds * lengthFactor)} s`);
      await sleep(world.options.seconds * lengthFactor * 1_000);
      await fleet.stopCutting();
      await sleep(3_000);
      await fleet.stopLoad();
      const audience = Math.round(people / rooms) - (site.echo ? 0 : 1);
      await fleet.settle((acked) => acked * audience, 10_000);
      const tallies = await fleet.endMeasuring();
      const { audit, problems, notes } = await judge(site, fleet, true);
      return {
        figures: {
          delivered: (audit.delivered / audit.expected) * 100,
          late: tallies.lateTimes.percentile(0.99),
          gap: tallies.gaps.percentile(0.99),
        },
        problems,
        notes: [...notes, `${tallies.lostConnections} connections cut`],
      };
    });
  },
};
