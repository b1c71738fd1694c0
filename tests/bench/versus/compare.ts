import { writeFile } from 'node:fs/promises';
import type { BenchOptions } from '../arguments.ts';
import { benches } from '../benches/all.ts';
import type { Progress } from '../progress.ts';
import type { Made } from '../results.ts';
import type { World } from '../world.ts';
import { writeComparison } from './document.ts';
import { type MeasuredPair, runPairs } from './pairs.ts';
import { judgementsOf, pairLine, versusReport } from './report.ts';
import type { Judgement } from './verdict.ts';

type Compared = { name: string; pairs: MeasuredPair[]; judgements: Judgement[] };

/**
 * This version beside the one at `options.against`, in turn.
 * @returns the exit code: 1 when something was delivered wrongly, 3 when this version is worse
 */
export const compareVersions = async (
  world: World,
  options: BenchOptions,
  made: Made,
  progress: Progress,
): Promise<number> => {
  const compared: Compared[] = [];
  const judged = benches.filter(({ judged }) => judged !== undefined);
  for (const bench of judged.filter(({ name }) => options.only?.includes(name) ?? true)) {
    const pairs = await runPairs(bench, world, options.pairs, {
      onRun: progress.begin,
      onPair: (pair, number) => {
        progress.keep();
        console.log(pairLine(bench, pair, number));
        for (const problem of pair.problems) console.log(`  ✘ WRONG: ${problem}`);
      },
    });
    compared.push({ name: bench.name, pairs, judgements: judgementsOf(bench, pairs) });
    console.log(versusReport(bench, pairs));
    if (options.json !== undefined) await writeFile(options.json, JSON.stringify({ ...made, compared }, null, 2));
    if (options.write && pairs.every(({ problems }) => problems.length === 0))
      await writeComparison(bench, pairs, made);
  }
  if (compared.some(({ pairs }) => pairs.some(({ problems }) => problems.length > 0))) {
    console.log('\n✘ something was delivered wrongly: the figures above count for nothing');
    return 1;
  }
  return compared.some(({ judgements }) => judgements.some(({ verdict }) => verdict === 'worse')) ? 3 : 0;
};
