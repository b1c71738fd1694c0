import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import { judge } from '../judge.ts';
import { equalRooms } from '../population.ts';
import { withSite } from '../run.ts';

const clients = 3_000;
const roomSize = 100;
/** Of all rooms together. */
const messagesPerSecond = 30;

export const deploy: Bench = {
  name: 'deploy',
  title: 'A deployment under load, one instance after the other',
  targets: ['ours', 'S'],
  settings: { clients, 'room size': roomSize, 'messages/s': messagesPerSecond },
  measures: [
    { key: 'gone', title: 'never back', unit: '' },
    { key: 'gap', title: 'gap p99', unit: 'ms' },
    { key: 'gap50', title: 'gap p50', unit: 'ms' },
    { key: 'delivered', title: 'delivered', unit: '%', digits: 3 },
    { key: 'seconds', title: 'whole deployment', unit: 's', digits: 1 },
  ],
  goals: [
    { measure: 'gone', relation: '≤', value: 0 },
    { measure: 'gap', relation: '<', value: 1_000 },
    { measure: 'delivered', relation: '≥', value: 100 },
  ],
  run: (target, world) => {
    const people = Math.max(roomSize, Math.round(clients * world.options.scale));
    const rooms = Math.round(people / roomSize);
    const population = { people, conversations: equalRooms(people, rooms) };
    const authors = Array.from({ length: rooms }, (_, person) => ({ person, conversation: person % rooms }));
    return withSite(target, world, { population }, async (site, fleet) => {
      const homeOf = (person: number) => Math.floor(person / rooms);
      await fleet.open(crowdPlan(site, population, { homeOf, returning: true }));
      await fleet.schedule(authors, messagesPerSecond);
      await sleep(1_000);
      await fleet.beginMeasuring();
      const begun = performance.now();
      for (const [index, instance] of site.instances.entries()) {
        world.say(`deploying instance ${index + 1} of ${site.instances.length}`);
        await instance.redeploy();
        await sleep(2_000);
      }
      const seconds = (performance.now() - begun) / 1_000;
      await sleep(8_000);
      await fleet.stopLoad();
      const audience = Math.round(people / rooms) - (site.echo ? 0 : 1);
      const { ready } = await fleet.settle((acked) => acked * audience, 10_000);
      const tallies = await fleet.endMeasuring();
      const { audit, problems, notes } = await judge(site, fleet, true);
      return {
        figures: {
          gone: people - ready,
          gap: tallies.gaps.percentile(0.99),
          gap50: tallies.gaps.percentile(0.5),
          delivered: (audit.delivered / audit.expected) * 100,
          seconds,
        },
        problems,
        notes,
      };
    });
  },
};
