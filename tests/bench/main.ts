import { writeFile } from 'node:fs/promises';
import { readArguments, usage } from './arguments.ts';
import type { Bench, Outcome, TargetName } from './bench.ts';
import { benches } from './benches/all.ts';
import { writeDocument } from './document.ts';
import { describeMachine } from './machine.ts';
import { benchReport, goalResults, type Run } from './report.ts';
import { keepResult, toResult } from './results.ts';
import { openWorld, type World } from './world.ts';

const options = (() => {
  try {
    return readArguments();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
})();

let step = '';
const begun = performance.now();
const say = (text: string) => {
  const line = `${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${step}: ${text}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  else process.stderr.write(`${line}\n`);
};

const oneLine = (figures: Record<string, number>) =>
  Object.entries(figures)
    .map(([key, value]) => `${key} ${value.toLocaleString('en', { maximumFractionDigits: 1 })}`)
    .join(', ');

/** A run that broke is a wrong one; the others go on. */
const failed = (error: Error): Outcome => ({ figures: {}, problems: [error.message], notes: [] });

/** A B A B …, so that whatever else the machine does meets all of them alike. */
const runBench = async (bench: Bench, world: World): Promise<Run[]> => {
  const runs: Run[] = [];
  const all: TargetName[] = options.try === undefined ? bench.targets : [...bench.targets, 'trial'];
  const targets = all.filter((target) => options.against?.includes(target) ?? true);
  for (let round = 1; round <= options.rounds; round++) {
    for (const target of targets) {
      step = `${bench.name}, round ${round} of ${options.rounds}, ${target}`;
      const outcome = await bench.run(target, world).catch(failed);
      runs.push({ ...outcome, target, round });
      say(oneLine(outcome.figures));
      if (process.stderr.isTTY) process.stderr.write('\n');
      for (const problem of outcome.problems) console.log(`  ✘ WRONG (${target}, round ${round}): ${problem}`);
      for (const note of outcome.notes) console.log(`  · ${target}, round ${round}: ${note}`);
    }
  }
  return runs;
};

const { rounds, seconds, scale, drivers } = options;
const load = { rounds, seconds, scale, drivers };
const results: { bench: Bench; runs: Run[] }[] = [];
step = 'services';
say('starting PostgreSQL and Redis');
const world = await openWorld(options, say);
try {
  const machine = await describeMachine(world);
  for (const [name, value] of Object.entries(machine)) console.log(`${name.padEnd(34)} ${value}`);
  console.log(
    `${'load'.padEnd(34)} ${options.rounds} rounds, ${options.seconds} s each, ${options.drivers} drivers, scale ${options.scale}`,
  );
  for (const bench of benches.filter(({ name }) => options.only?.includes(name) ?? true)) {
    const runs = await runBench(bench, world);
    results.push({ bench, runs });
    console.log(benchReport(bench, runs));
    if (options.json !== undefined) await writeFile(options.json, JSON.stringify(asJson(machine), null, 2));
    const isRight = runs.every(({ problems }) => problems.length === 0);
    if (options.write && isRight)
      await writeDocument(await keepResult(bench.name, toResult(bench, runs, { machine, load })));
  }
} finally {
  await world.close();
}
const wrong = results.some(({ runs }) => runs.some(({ problems }) => problems.length > 0));
const missed = results.some(({ bench, runs }) => goalResults(bench, runs).some(({ reached }) => !reached));
if (wrong) console.log('\n✘ something was delivered wrongly: the figures above count for nothing');
process.exitCode = wrong ? 1 : missed ? 3 : 0;

function asJson(machine: Record<string, string>) {
  return {
    machine,
    load,
    benches: results.map(({ bench, runs }) => ({ name: bench.name, ...toResult(bench, runs, { machine, load }) })),
  };
}
