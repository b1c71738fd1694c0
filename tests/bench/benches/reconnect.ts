import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import { crowdPlan } from '../crowd-plan.ts';
import { judge } from '../judge.ts';
import { equalRooms } from '../population.ts';
import { withSite } from '../run.ts';

const clients = 5_000;
const roomSize = 100;
const missed = 20;
const timeoutMs = 60_000;
/** Connections being made at once, by all drivers together. */
const opening = 512;

export const reconnect: Bench = {
  name: 'reconnect',
  title: 'All clients reconnect at once, each with missed messages',
  targets: ['ours', 'R', 'G'],
  settings: { clients, 'room size': roomSize, missed },
  measures: [
    { key: 'all', title: 'until all are complete', unit: 'ms' },
    { key: 'p50', title: 'complete p50', unit: 'ms' },
    { key: 'complete', title: 'complete', unit: '%', digits: 2 },
  ],
  goals: [
    { measure: 'all', against: 'R', relation: '≤', factor: 0.5 },
    { measure: 'complete', relation: '≥', value: 100 },
  ],
  run: (target, world) => {
    const count = Math.max(roomSize, Math.round(clients * world.options.scale));
    const rooms = Math.round(count / roomSize);
    // One author per room stays connected: the last of its members.
    const people = count + rooms;
    const population = { people, conversations: equalRooms(people, rooms) };
    const authors = Array.from({ length: rooms }, (_, room) => ({
      person: count + room,
      conversation: (count + room) % rooms,
    }));
    return withSite(target, world, { population }, async (site, fleet) => {
      world.say(`connecting ${people}`);
      await fleet.open(crowdPlan(site, population, { homeOf: (person) => Math.floor(person / rooms) }));
      const audience = Math.round(people / rooms) - (site.echo ? 0 : 1);
      // Without a first message a client of R has nothing to continue from.
      await fleet.burst(authors, 1);
      await fleet.settle((acked) => acked * audience);
      const leaving = Array.from({ length: count }, (_, person) => person);
      await fleet.cutOff(leaving);
      await sleep(2_000);
      world.say(`missing ${missed} messages`);
      await fleet.burst(authors, missed);
      await fleet.settle((acked) => (site.echo ? acked : 0));
      world.say('reconnecting');
      const times = await fleet.reconnect(leaving, 1 + missed, opening, timeoutMs);
      const complete = times.filter((time) => time >= 0).sort((a, b) => a - b);
      const { problems, notes } = await judge(site, fleet, true);
      return {
        figures: {
          all: complete.length === count ? (complete.at(-1) ?? timeoutMs) : timeoutMs,
          p50: complete[Math.floor(complete.length / 2)] ?? timeoutMs,
          complete: (complete.length / count) * 100,
        },
        problems,
        notes,
      };
    });
  },
};
