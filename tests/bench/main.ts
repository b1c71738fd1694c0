import { type BenchOptions, readArguments, usage } from './arguments.ts';
import { describeMachine } from './machine.ts';
import { startProgress } from './progress.ts';
import type { Made } from './results.ts';
import { measureRounds } from './rounds.ts';
import { checkOut } from './versus/checkout.ts';
import { compareVersions } from './versus/compare.ts';
import { openWorld } from './world.ts';

const options = ((): BenchOptions => {
  try {
    return readArguments();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
})();

const progress = startProgress();
const begun = performance.now();
const { seconds, scale, drivers } = options;
const turns: Record<string, number> =
  options.against === undefined ? { rounds: options.rounds } : { pairs: options.pairs };
const load = { ...turns, seconds, scale, drivers };

progress.begin('services');
const before = options.against === undefined ? undefined : await checkOut(options.against, progress.say);
progress.say('starting PostgreSQL and Redis');
const world = await openWorld({ ...options, brief: before !== undefined, before: before?.root }, progress.say);
try {
  const made: Made = { machine: await describeMachine(world, before), load };
  for (const [name, value] of Object.entries({ ...made.machine, ...load })) console.log(`${name.padEnd(34)} ${value}`);
  const measure = before === undefined ? measureRounds : compareVersions;
  process.exitCode = await measure(world, options, made, progress);
} finally {
  await world.close();
  progress.begin('all');
  progress.say(`took ${((performance.now() - begun) / 60_000).toFixed(1)} minutes`);
  progress.keep();
}
