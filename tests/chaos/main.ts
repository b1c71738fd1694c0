import { writeFile } from 'node:fs/promises';
import { readArguments, usage } from './arguments.ts';
import { faults } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';
import { header, outcomeLines } from './report.ts';
import { type Outcome, runFault } from './run.ts';

const options = (() => {
  try {
    return readArguments();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return process.exit(2);
  }
})();

const chosen = faults.filter(({ name }) => options.only?.includes(name) ?? true);
const begun = performance.now();
const outcomes: Outcome[] = [];

const run = async (fault: Fault, seed: number): Promise<void> => {
  const say = (what: string) =>
    process.stderr.write(`${((performance.now() - begun) / 1_000).toFixed(0).padStart(5)} s  ${fault.name}: ${what}\n`);
  say(`starting, seed ${seed}`);
  const outcome = await runFault(fault, { seed, short: options.short, say });
  outcomes.push(outcome);
  console.log([header(), ...outcomeLines(outcome)].join('\n'));
};

const timeIsOver = () => performance.now() - begun > (options.minutes ?? 0) * 60_000;
for (let round = 0; round === 0 || !timeIsOver(); round++)
  for (const fault of chosen) {
    await run(fault, options.seed + round);
    if (round > 0 && timeIsOver()) break;
  }

console.log(`\n${[header(), ...outcomes.flatMap(outcomeLines)].join('\n')}`);
if (options.json !== undefined) await writeFile(options.json, JSON.stringify(outcomes, null, 2));
process.exitCode = outcomes.some(({ violations }) => violations.length > 0) ? 1 : 0;
