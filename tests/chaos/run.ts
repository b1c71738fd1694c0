import { setTimeout as delay } from 'node:timers/promises';
import { seeded } from '../../scripts/installation/random.ts';
import { check, type Verdict } from './checker/check.ts';
import { readHeads, readStore } from './checker/read-store.ts';
import { Crowd } from './crowd/crowd.ts';
import { keepEvidence } from './evidence.ts';
import type { Fault, Stage, Times } from './faults/fault.ts';
import { type Spread, spread } from './figures.ts';
import { measureMemory, memoryViolations } from './memory.ts';
import { Programs } from './programs/programs.ts';
import { type Site, startSite } from './site/site.ts';

export type RunOptions = { seed: number; short: boolean; say: (what: string) => void };

/** What came of one fault. */
export type Outcome = Omit<Verdict, 'violations'> & {
  fault: string;
  seed: number;
  seconds: number;
  gap: Spread;
  wait: Spread;
  deliveries: number;
  notes: Record<string, number | string>;
  violations: string[];
  evidence: string | null;
};

const warmUp = 3_000;
const afterwards = 4_000;
const longestWait = 30_000;

/** Starts everything, breaks it while many people write, heals it, waits until it is quiet, and judges. */
export const runFault = async (fault: Fault, options: RunOptions): Promise<Outcome> => {
  const random = seeded(options.seed);
  const { people = 24, admins = 0, rooms = 5, membersPerRoom = 8 } = fault;
  const site = await startSite({
    ...{
      instances: fault.instances ?? 3,
      workers: fault.workers ?? 0,
      disk: fault.disk,
      direct: fault.direct,
      tickets: fault.tickets,
      random,
    },
    population: { people, admins, rooms, membersPerRoom },
  });
  const { rate = 40, pinned, apart, direct, length } = fault;
  const crowd = new Crowd({ site, random, rate, pinned, apart, direct, length });
  try {
    await using programs = await Programs.start(site, seeded(options.seed));
    return await breakAndJudge({ fault, options, site, crowd, programs, random });
  } finally {
    crowd.close();
    await site.stop();
  }
};

type Running = Pick<Stage, 'site' | 'crowd' | 'programs' | 'random'> & { fault: Fault; options: RunOptions };

const breakAndJudge = async ({ fault, options, site, crowd, programs, random }: Running): Promise<Outcome> => {
  const notes: Outcome['notes'] = {};
  const objections: string[] = [];
  const seconds = options.short ? (fault.shortSeconds ?? fault.seconds) : fault.seconds;
  const { say, short } = options;
  const stage = makeStage({ site, crowd, programs, random, seconds, say, short, notes, objections });
  await crowd.arrive();
  if (fault.presence) crowd.watchPresence();
  crowd.begin();
  // What was answered may be gone when the database is put back.
  if (!fault.putsBack) programs.begin();
  await delay(warmUp);
  const before = await measureMemory(site);
  const from = Date.now();
  options.say('breaking');
  await fault.inject(stage);
  site.heal();
  const healed = Date.now();
  options.say('healed');
  await delay(afterwards);
  await Promise.all([crowd.rest(), programs.rest()]);
  objections.push(...(await untilQuiet(crowd, site, healed + (short ? 30 : (fault.quietWithin ?? 10)) * 1_000)));
  const times: Times = { from, healed, quiet: Date.now() };
  await fault.judge?.(stage, times);
  if (!fault.putsBack) await programs.judge(stage, times);
  objections.push(...refusedSends(crowd, fault));
  const verdict = await judge(crowd, site, fault.putsBack === true);
  const violations = [
    ...verdict.violations.map(({ kind, text }) => `${kind}: ${text}`),
    ...[...objections, ...site.ends, ...memoryViolations(before, await measureMemory(site))],
  ];
  notes.jumps = crowd.seen.jumps;
  notes['failed sends'] = crowd.seen.failures.length;
  return {
    ...{ fault: fault.name, seed: options.seed, seconds, ...verdict, notes, violations },
    ...figuresSince(from, crowd),
    evidence: violations.length > 0 ? await keepEvidence({ fault, options, site, crowd, programs, violations }) : null,
  };
};

const figuresSince = (from: number, { seen }: Crowd): Pick<Outcome, 'gap' | 'wait' | 'deliveries'> => {
  const during = seen.deliveries.filter(({ committedAt }) => committedAt >= from);
  return {
    gap: spread(during.map(({ gap }) => gap)),
    wait: spread(seen.waits.filter(({ at }) => at >= from).map(({ ms }) => ms)),
    deliveries: during.length,
  };
};

const refusedSends = (crowd: Crowd, fault: Fault): string[] =>
  [...crowd.seen.refusals]
    .filter(([code]) => code !== 'unavailable' && !fault.refusals?.includes(code))
    .map(([code, times]) => `${times} sends were answered ${code}`);

const makeStage = (
  parts: Pick<Stage, 'site' | 'crowd' | 'programs' | 'random' | 'seconds' | 'say'> & {
    notes: Outcome['notes'];
    objections: string[];
    short: boolean;
  },
): Stage => ({
  ...parts,
  wait: (ms) => delay(ms),
  every: async (ms, work) => {
    const end = Date.now() + parts.seconds * 1_000;
    while (Date.now() < end) {
      await work();
      await delay(ms);
    }
  },
  note: (name, value) => {
    parts.notes[name] = value;
  },
  object: (what) => parts.objections.push(what),
  objectToTime: (what) => {
    if (!parts.short) parts.objections.push(what);
  },
});

const missingNow = async (crowd: Crowd, site: Site): Promise<string[]> => {
  const heads = await readHeads(site.pool);
  return crowd.missing(new Map(heads.map((head) => [head.conversationId, head])));
};

/**
 * Waits until everybody is complete. The judgement needs rest, so whoever is late is waited for, too.
 * @returns who was late
 */
const untilQuiet = async (crowd: Crowd, site: Site, end: number): Promise<string[]> => {
  let late: string[] = [];
  for (;;) {
    const missing = await missingNow(crowd, site);
    if (missing.length === 0) return late;
    const now = Date.now();
    if (now > end && late.length === 0) late = missing.map((what) => `not complete in time: ${what}`);
    if (now > end + longestWait) return late;
    await delay(100);
  }
};

/** @param wasPutBack only the end can be judged: on the way there what is promised else was taken back */
const judge = async (crowd: Crowd, site: Site, wasPutBack: boolean): Promise<Verdict> => {
  await Promise.all(crowd.tabs.map((tab) => tab.scrollUp()));
  const store = await readStore(site.pool);
  const { written, acknowledged } = crowd.seen;
  const { shownMarks } = crowd;
  if (!wasPutBack) return check({ written, acknowledged, readings: crowd.readings, shownMarks, ...store });
  const readings = crowd.readings.map((reading) => ({ ...reading, appeared: [], oddities: [] }));
  return { ...check({ written, acknowledged: [], readings, shownMarks, ...store }), acknowledged: acknowledged.length };
};
