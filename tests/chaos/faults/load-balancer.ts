import { spreadEvenly } from './expectations.ts';
import type { Fault } from './fault.ts';

// Enough of them that chance spreads them well.
const many = { people: 150, rate: 20 } as const;

export const loadBalancerFaults: Fault[] = [
  {
    ...many,
    name: 'nginx-reload',
    title: 'nginx reloaded',
    besides: 'clients back when the old workers end (30 s), spread evenly',
    seconds: 33,
    async inject({ site, wait, seconds }) {
      await site.nginx.reload(site.instances.map(({ port }) => port));
      await wait(seconds * 1_000);
    },
    judge: spreadEvenly,
  },
  {
    ...many,
    name: 'nginx-killed',
    title: 'nginx killed for 3 s',
    besides: 'clients back, spread evenly',
    seconds: 3,
    async inject({ site, wait, seconds }) {
      await site.nginx.process.kill();
      await wait(seconds * 1_000);
      await site.nginx.restart();
    },
    judge: spreadEvenly,
  },
];
