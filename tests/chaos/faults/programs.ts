import type { Fault } from './fault.ts';
import { kafkaObstacle } from './kafka.ts';

export const programFaults: Fault[] = [
  {
    name: 'webhooks',
    title: 'Webhooks: whom they call is away again and again, and workers and instances are killed meanwhile',
    besides: 'none, but how late the last message came is measured',
    seconds: 25,
    instances: 2,
    workers: 2,
    people: 8,
    admins: 1,
    rooms: 2,
    membersPerRoom: 4,
    rate: 10,
    obstacle: kafkaObstacle,
    async inject({ site, programs: { receiver }, random, every, wait }) {
      await every(2_000, async () => {
        receiver.isAway = random.chance(0.5);
        const victim = random.pick([...site.workers, ...site.instances]);
        await victim.kill();
        await wait(500);
        await victim.restart();
      });
      receiver.isAway = false;
    },
  },
];
