import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Outcome, TargetName } from './bench.ts';
import { cpuSeconds, treeSeconds } from './cpu.ts';
import { crowdPlan } from './crowd-plan.ts';
import type { AuthorPlan } from './driver/author.ts';
import { Fleet } from './fleet.ts';
import { judge } from './judge.ts';
import type { Population } from './population.ts';
import type { Tallies } from './tallies.ts';
import type { Site } from './targets/site.ts';
import { startSite } from './targets/start.ts';
import type { World } from './world.ts';

export type Measured = {
  tallies: Tallies;
  seconds: number;
  /** Processor time of all instances, in seconds … */
  cpu: number;
  /** … and of all instances and PostgreSQL together. */
  work: number;
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
  options: { instances?: number; population: Population; limited?: boolean },
  work: (site: Site, fleet: Fleet) => Promise<Result>,
): Promise<Result> => {
  world.say('starting');
  const { instances = 2, population, limited } = options;
  const site = await startSite(target, world, { instances, population, limited });
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
  /** Whether the limits are those that people get. */
  limited?: boolean;
  /** Something else that goes on meanwhile. @returns what ends it */
  during?(site: Site, fleet: Fleet): Promise<() => Promise<void>>;
  /** What else must be so once everything has settled. @returns what is not */
  check?(fleet: Fleet): Promise<string[]>;
  figures(measured: Measured): Record<string, number>;
};

/** Until then Node has compiled what is used most: before that, a server of more code is measured at a disadvantage. */
const warmUpSeconds = ({ options }: World) => (options.brief ? 4 : 8);
/** For whatever waited while the disk was busy. */
const restSeconds = ({ options }: World) => (options.brief ? 1 : 2);

/** Reads the clocks now. @returns what reads them again, and tells what was used in between */
export const meter = async (site: Site, world: World) => {
  const read = async () => {
    const [cpu, database] = await Promise.all([cpuSeconds(site), treeSeconds(world.postgres.process.pid)]);
    return { at: performance.now(), cpu, work: cpu + database };
  };
  const before = await read();
  return async (): Promise<Pick<Measured, 'seconds' | 'cpu' | 'work'>> => {
    const after = await read();
    return {
      seconds: (after.at - before.at) / 1_000,
      cpu: after.cpu - before.cpu,
      work: after.work - before.work,
    };
  };
};

/** One run under a steady load: connect everybody, warm up, measure, let it settle, check every message. */
export const runSteady = (target: TargetName, world: World, load: SteadyLoad): Promise<Outcome> =>
  withSite(target, world, load, async (site, fleet) => {
    world.say(`connecting ${load.population.people}`);
    // As real clients do; a server that stood still for seconds drops those that cannot follow it.
    await fleet.open(crowdPlan(site, load.population, { returning: true }));
    if (load.perSecond === undefined) await fleet.window(load.authors, load.window ?? 1);
    else await fleet.schedule(load.authors, load.perSecond);
    const endOther = await load.during?.(site, fleet);
    world.say('warming up');
    await sleep(warmUpSeconds(world) * 1_000);
    await settleDisk();
    await sleep(restSeconds(world) * 1_000);
    world.say('measuring');
    await fleet.beginMeasuring();
    const readMeter = await meter(site, world);
    await sleep(world.options.seconds * 1_000);
    const tallies = await fleet.endMeasuring();
    const used = await readMeter();
    await fleet.stopLoad();
    await endOther?.();
    world.say('checking');
    const audience = load.audience - (site.echo ? 0 : 1);
    await fleet.settle((acked) => acked * audience);
    const { problems, notes } = await judge(site, fleet);
    problems.push(...((await load.check?.(fleet)) ?? []));
    return { figures: load.figures({ tallies, ...used, site }), problems, notes };
  });
