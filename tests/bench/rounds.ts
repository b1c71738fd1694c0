import { writeFile } from 'node:fs/promises';
import type { BenchOptions } from './arguments.ts';
import type { Bench, Figures, Outcome, TargetName } from './bench.ts';
import { benches } from './benches/all.ts';
import { writeDocument } from './document.ts';
import type { Progress } from './progress.ts';
import { benchReport, goalResults, type Run } from './report.ts';
import { keepResult, type Made, toResult } from './results.ts';
import { TargetMissing } from './targets/missing.ts';
import type { World } from './world.ts';

const oneLine = (figures: Figures) =>
  Object.entries(figures)
    .map(([key, value]) => `${key} ${value.toLocaleString('en', { maximumFractionDigits: 1 })}`)
    .join(', ');

/** A run that broke is a wrong one, a server that cannot be had here is none; the others go on. */
const failed = (error: Error): Outcome => {
  const nothing = { figures: {}, problems: [], notes: [] };
  return error instanceof TargetMissing
    ? { ...nothing, missing: error.message }
    : { ...nothing, problems: [error.message] };
};

const targetsOf = ({ targets }: Bench, options: BenchOptions): TargetName[] => {
  const all: TargetName[] = options.try === undefined ? targets : [...targets, 'trial'];
  return all.filter((target) => options.targets?.includes(target) ?? true);
};

/** A B A B …, so that whatever else the machine does meets all of them alike. */
const runBench = async (bench: Bench, world: World, options: BenchOptions, progress: Progress): Promise<Run[]> => {
  const runs: Run[] = [];
  for (let round = 1; round <= options.rounds; round++) {
    for (const target of targetsOf(bench, options)) {
      progress.begin(`${bench.name}, round ${round} of ${options.rounds}, ${target}`);
      const outcome = await bench.run(target, world).catch(failed);
      runs.push({ ...outcome, target, round });
      progress.say(outcome.missing === undefined ? oneLine(outcome.figures) : `not measured: ${outcome.missing}`);
      progress.keep();
      for (const problem of outcome.problems) console.log(`  ✘ WRONG (${target}, round ${round}): ${problem}`);
      for (const note of outcome.notes) console.log(`  · ${target}, round ${round}: ${note}`);
    }
  }
  return runs;
};

const isRight = (runs: readonly Run[]) => runs.every(({ problems }) => problems.length === 0);

/** Ours beside its peers. @returns the exit code: 1 when something was delivered wrongly, 3 when a goal was missed */
export const measureRounds = async (
  world: World,
  options: BenchOptions,
  made: Made,
  progress: Progress,
): Promise<number> => {
  const results: { bench: Bench; runs: Run[] }[] = [];
  const asJson = () => ({
    ...made,
    benches: results.map(({ bench, runs }) => ({ name: bench.name, ...toResult(bench, runs, made) })),
  });
  for (const bench of benches.filter(({ name }) => options.only?.includes(name) ?? true)) {
    const runs = await runBench(bench, world, options, progress);
    results.push({ bench, runs });
    console.log(benchReport(bench, runs));
    if (options.json !== undefined) await writeFile(options.json, JSON.stringify(asJson(), null, 2));
    if (options.write && isRight(runs)) await writeDocument(await keepResult(bench.name, toResult(bench, runs, made)));
  }
  if (!results.every(({ runs }) => isRight(runs))) {
    console.log('\n✘ something was delivered wrongly: the figures above count for nothing');
    return 1;
  }
  const missed = results.some(({ bench, runs }) => goalResults(bench, runs).some(({ reached }) => !reached));
  return missed ? 3 : 0;
};
