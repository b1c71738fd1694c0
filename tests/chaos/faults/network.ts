import { narrow, slow } from '../link/weather.ts';
import type { Fault } from './fault.ts';

/** Socket.IO's heartbeat (protocol/limits.ts), a way back, and the look-up. */
const detection = 20_000 + 3_000;

export const networkFaults: Fault[] = [
  {
    name: 'network-half-open',
    title: 'Clients: half of the links half-open',
    besides: 'detected within the heartbeat (20 s)',
    seconds: 25,
    async inject({ site, random, wait, seconds }) {
      site.edge.silence(() => random.chance(0.5));
      await wait(seconds * 1_000);
    },
    judge({ crowd, object, note }, { from }) {
      const longest = Math.max(...crowd.seen.deliveries.map(({ gap, committedAt }) => (committedAt >= from ? gap : 0)));
      note('longest gap', longest);
      if (longest > detection) object(`somebody waited ${longest} ms`);
    },
  },
  {
    name: 'network-delay',
    title: 'Clients: 200 ms ± 100 delay each way',
    besides: 'order kept',
    seconds: 15,
    async inject({ site, wait, seconds }) {
      site.edge.weather = slow;
      await wait(seconds * 1_000);
    },
  },
  {
    name: 'network-narrow',
    title: 'Clients: 256 kbit/s each',
    besides: 'order kept',
    seconds: 15,
    length: 400,
    async inject({ site, wait, seconds }) {
      site.edge.weather = narrow;
      await wait(seconds * 1_000);
    },
  },
  {
    name: 'network-cuts',
    title: 'Clients: 5 % of the links cut every second, half of them in the middle of a packet',
    besides: 'order kept',
    seconds: 20,
    shortSeconds: 6,
    async inject(stage) {
      const { site, random } = stage;
      await stage.every(1_000, () => {
        for (const connection of site.edge.connections) {
          if (!random.chance(0.05)) continue;
          if (random.chance(0.5)) connection.cut();
          else connection.budget = random.below(2_000);
        }
      });
    },
  },
];
