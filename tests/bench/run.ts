import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Outcome, TargetName } from './bench.ts';
import { cpuSeconds } from './cpu.ts';
import { crowdPlan } from './crowd-plan.ts';
import type { AuthorPlan } from './driver/author.ts';
import { Fleet, type Tallies } from './fleet.ts';
import { judge } from './judge.ts';
import type { Population } from './population.ts';
import type { Site } from './targets/site.ts';
import { startSite } from './targets/start.ts';
import type { World } from './world.ts';

export type Measured = {
  tallies: Tallies;
  seconds: number /** Processor time of all instances. */;
  cpu: number;
  site: Site;
};

/** Starts the load drivers, and ends them whatever happens. */
export const withFleet = async <Result>(
  { options }: World,
  work: (fleet: Fleet) => Promise<Result>,
): Promise<Result> => {
  const fleet = new Fleet(options.drivers);
  try {
    return await work(fleet);
  } finally {
    await fleet.end();
  }
};

/** Starts a site and its load drivers, and ends both whatever happens. */
export const withSite = async <Result>(
  target: TargetName,
  world: World,
  options: { instances?: number; population: Population },
  work: (site: Site, fleet: Fleet) => Promise<Result>,
): Promise<Result> => {
  world.say('starting');
  const site = await startSite(target, world, { instances: options.instances ?? 2, population: options.population });
  try {
    return await withFleet(world, (fleet) => work(site, fleet));
  } finally {
    await site.stop();
  }
};

/**
 * Writes to the disk what is waiting to be written: what the run before has left would be written in the middle of this
 * one, and every commit would wait for it.
 */
export const settleDisk = () => promisify(execFile)('sync');

type SteadyLoad = {
  population: Population;
  authors: AuthorPlan[];
  /** Keeps so many sends of each author on their way … */
  window?: number;
  /** … or sends so many per second, all authors together, on a schedule. */
  perSecond?: number;
  /** Members of each conversation other than … the author's own connection counts where the site echoes. */
  audience: number;
  figures(measured: Measured): Record<string, number>;
};

/** Until then Node has compiled what is used most: before that, a server of more code is measured at a disadvantage. */
const warmUpSeconds = 8;
/** For whatever waited while the disk was busy. */
const restSeconds = 2;

/** One run under a steady load: connect everybody, warm up, measure, let it settle, check every message. */
export const runSteady = (target: TargetName, world: World, load: SteadyLoad): Promise<Outcome> =>
  withSite(target, world, load, async (site, fleet) => {
    world.say(`connecting ${load.population.people}`);
    // As real clients do; a server that stood still for seconds drops those that cannot follow it.
    await fleet.open(crowdPlan(site, load.population, { returning: true }));
    if (load.perSecond === undefined) await fleet.window(load.authors, load.window ?? 1);
    else await fleet.schedule(load.authors, load.perSecond);
    world.say('warming up');
    await sleep(warmUpSeconds * 1_000);
    await settleDisk();
    await sleep(restSeconds * 1_000);
    world.say('measuring');
    await fleet.beginMeasuring();
    const cpuBefore = await cpuSeconds(site);
    const begun = performance.now();
    await sleep(world.options.seconds * 1_000);
    const tallies = await fleet.endMeasuring();
    const seconds = (performance.now() - begun) / 1_000;
    const cpu = (await cpuSeconds(site)) - cpuBefore;
    await fleet.stopLoad();
    world.say('checking');
    const audience = load.audience - (site.echo ? 0 : 1);
    await fleet.settle((acked) => acked * audience);
    const { problems, notes } = await judge(site, fleet);
    return { figures: load.figures({ tallies, seconds, cpu, site }), problems, notes };
  });
