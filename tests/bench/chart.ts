import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { drawChart } from './chart/bars.ts';
import { median } from './report.ts';

const Results = z.object({
  machine: z.record(z.string(), z.string()),
  benches: z.array(
    z.object({
      title: z.string(),
      measures: z.array(
        z.object({ key: z.string(), title: z.string(), unit: z.string(), digits: z.number().optional() }),
      ),
      goals: z.array(z.object({ text: z.string(), measure: z.string() })),
      // A figure that could not be measured is NaN, which JSON writes as null.
      runs: z.array(z.object({ target: z.string(), figures: z.record(z.string(), z.number().nullable()) })),
    }),
  ),
});

const [, , input, output] = process.argv;
if (input === undefined || output === undefined) {
  console.error(
    'npm run bench:chart -- results.json chart.svg\nDraws the figures that `npm run bench -- --json` wrote.',
  );
  process.exit(2);
}

const { machine, benches } = Results.parse(JSON.parse(await readFile(input, 'utf8')));
const groups = benches.flatMap(({ title, measures, goals, runs }) =>
  // What is compared is what has a goal; the rest is in the table.
  measures
    .filter(({ key }) => goals.some(({ measure }) => measure === key))
    .map((measure) => ({
      title: `${title}: ${measure.title}`,
      unit: measure.unit,
      digits: measure.digits ?? 0,
      bars: [...new Set(runs.map(({ target }) => target))].map((target) => ({
        label: target,
        value: median(
          runs.filter((run) => run.target === target).map(({ figures }) => figures[measure.key] ?? Number.NaN),
        ),
      })),
    })),
);
await writeFile(output, drawChart(groups, machine.machine ?? ''));
console.log(`${output}: ${groups.length} comparisons`);
