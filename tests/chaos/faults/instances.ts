import { spread } from '../figures.ts';
import { gapsBelow } from './expectations.ts';
import type { Fault, Stage } from './fault.ts';

const restartLater = async ({ wait }: Stage, server: Stage['site']['instances'][number]): Promise<void> => {
  await wait(1_000);
  await server.restart();
};

export const instanceFaults: Fault[] = [
  {
    name: 'kill-one',
    title: 'kill -9 an instance every 5 s under load',
    besides: 'clients elsewhere and complete: p99 < 3 s',
    seconds: 30,
    shortSeconds: 6,
    async inject(stage) {
      const { site, random } = stage;
      await stage.every(2_500, async () => {
        const victim = random.pick(site.instances);
        await victim.kill();
        await restartLater(stage, victim);
      });
    },
    judge: (stage, times) => gapsBelow(stage, times, 3_000),
  },
  {
    name: 'kill-all',
    title: 'kill -9 all instances at once',
    besides: 'all clients back and complete',
    seconds: 4,
    async inject({ site, wait, seconds }) {
      await Promise.all(site.instances.map((one) => one.kill()));
      await wait(seconds * 1_000);
      await Promise.all(site.instances.map((one) => one.restart()));
    },
  },
  {
    name: 'freeze-one',
    title: 'SIGSTOP one instance for 60 s, then continue',
    besides:
      'each of its clients is elsewhere and complete within 12 s after the heartbeat (20 s); it emits nothing stale',
    seconds: 60,
    async inject({ site, random, wait, seconds }) {
      const frozen = random.pick(site.instances);
      frozen.freeze();
      await wait(seconds * 1_000);
      frozen.thaw();
      await wait(5_000);
    },
    judge({ crowd, note, objectToTime }) {
      const { p50, max } = spread(crowd.seen.outages.map(({ from, until }) => until - from));
      note('away after noticing, p50 / max ms', `${p50} / ${max}`);
      if (max > 12_000) objectToTime(`a struck client was away for ${max} ms after it had noticed`);
    },
  },
  {
    name: 'deploy',
    title: 'SIGTERM during load (deploy), one instance after the other',
    besides: '0 failed sends seen by a user; every client reconnected; p99 gap < 1 s',
    seconds: 0,
    async inject({ site, say }) {
      for (const instance of site.instances) {
        say(`stopping ${instance.name}`);
        await instance.terminate();
        await instance.restart();
      }
    },
    judge(stage, times) {
      gapsBelow(stage, times, 1_000);
      if (stage.crowd.seen.failures.length > 0) stage.object('a user saw a failed send');
    },
  },
];
