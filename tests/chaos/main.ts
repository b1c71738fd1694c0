import { writeFile } from 'node:fs/promises';
import { readArguments, usage } from './arguments.ts';
import { controls, runControl } from './control/controls.ts';
import { writeTable } from './document.ts';
import { faults } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';
import { header, outcomeLines } from './report.ts';
import { keepResults } from './results.ts';
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
  const obstacle = await fault.obstacle?.();
  if (obstacle) return console.log(`! ${fault.name} DID NOT RUN: ${obstacle}`);
  say(`starting, seed ${seed}`);
  const outcome = await runFault(fault, { seed, short: options.short, say });
  outcomes.push(outcome);
  console.log([header(), ...outcomeLines(outcome)].join('\n'));
};

let isCheckerProven = true;
if (options.only === undefined)
  for (const control of controls) {
    const { isNoticed, line } = await runControl(control, options.seed);
    console.log(line);
    isCheckerProven &&= isNoticed;
  }

const timeIsOver = () => performance.now() - begun > (options.minutes ?? 0) * 60_000;
for (let round = 0; round === 0 || !timeIsOver(); round++)
  for (const fault of chosen) {
    await run(fault, options.seed + round);
    if (round > 0 && timeIsOver()) break;
  }

console.log(`\n${[header(), ...outcomes.flatMap(outcomeLines)].join('\n')}`);
if (options.write) await writeTable(await keepResults(outcomes));
if (options.json !== undefined) await writeFile(options.json, JSON.stringify(outcomes, null, 2));
// Not left to the event loop: what waits there for answers that a fault has swallowed would be waited for, too.
process.exit(isCheckerProven && outcomes.every(({ violations }) => violations.length === 0) ? 0 : 1);
