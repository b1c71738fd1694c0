import { onlyOption } from '../../../scripts/build/options.ts';
import { buildStale } from '../../../scripts/build/steps.ts';
import { install } from '../../../scripts/installation/install.ts';
import { seeded } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { Crowd } from '../crowd/crowd.ts';
import { startSite } from '../site/site.ts';
import { type Alarm, alarms, type Scene } from './alarms.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';

const patience = 120_000;
const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(0)} s`;

/** Breaks one thing until its alerts fire, which did not before, and waits until they have ended. @returns whether all did */
const raise = async ({ title, fires, breakUntil }: Alarm, scene: Scene, prometheus: Prometheus): Promise<boolean> => {
  const begun = performance.now();
  const none = async () => {
    const firing = await prometheus.firing();
    return fires.every((name) => !firing.has(name));
  };
  try {
    await until(`${fires.join(', ')} to be silent before anything is broken`, none, patience);
    const broken = performance.now();
    const raised = new Set<string>();
    await breakUntil(scene, async () => {
      for (const name of await prometheus.firing()) raised.add(name);
      if (performance.now() - broken > patience) throw new Error(`${fires.join(', ')} did not fire`);
      return fires.every((name) => raised.has(name));
    });
    const fired = seconds(broken);
    const healed = performance.now();
    await until(`${fires.join(', ')} to end after all is well again`, none, patience);
    const besides = [...raised].filter((name) => !fires.includes(name));
    const also = besides.length > 0 ? `; also ${besides.join(', ')}` : '';
    console.log(`✔ ${title}: ${fires.join(', ')} after ${fired}, over ${seconds(healed)} later${also}`);
    return true;
  } catch (error) {
    console.log(`✘ ${title} (${seconds(begun)}): ${error instanceof Error ? error.message : error}`);
    return false;
  }
};

const names = onlyOption(
  process.argv,
  alarms.flatMap(({ fires }) => fires),
);
const chosen = alarms.filter(({ fires }) => fires.some((name) => names.includes(name)));
await install({ programs: ['redis-server', 'nginx', 'prometheus'], browser: false, kafka: true }, 'The alerts need');
const built = await buildStale();
if (built !== 0) process.exit(built);
const random = seeded(1);
const population = { people: 12, rooms: 3, membersPerRoom: 8 };
const site = await startSite({ instances: 2, workers: 1, population, random });
const crowd = new Crowd({ site, random, rate: 20, pinned: true });
let isEveryOneRaised = true;
try {
  const web = await site.add('web-1', 'web');
  const prometheus = await startPrometheus([...site.instances, ...site.workers, web].map(({ port }) => port));
  await crowd.arrive();
  crowd.begin();
  for (const alarm of chosen)
    isEveryOneRaised = (await raise(alarm, { site, web, random }, prometheus)) && isEveryOneRaised;
  await crowd.rest();
  await prometheus.stop();
} finally {
  crowd.close();
  await site.stop();
}
// Not left to the event loop: what waits there for answers that a fault has swallowed would be waited for, too.
process.exit(isEveryOneRaised ? 0 : 1);
