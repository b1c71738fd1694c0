import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startPostgres } from '../../scripts/installation/postgres.ts';
import { fuzz } from './run.ts';

const usage = `npm run fuzz -- [options]
  --minutes m  how long (default 5)
  --inputs n   how much instead
  --seed n     repeats a run, as far as the clock allows (default: a new one)`;

const Options = z.object({
  minutes: z.coerce.number().positive().default(5),
  inputs: z.coerce.number().int().positive().optional(),
  seed: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(() => Math.floor(Math.random() * 2 ** 31)),
});

const text = { type: 'string' } as const;
const parsed = Options.safeParse(parseArgs({ options: { minutes: text, inputs: text, seed: text } }).values);
if (!parsed.success) {
  console.error(`${z.prettifyError(parsed.error)}\n\n${usage}`);
  process.exit(2);
}
const { minutes, inputs, seed } = parsed.data;
const end = Date.now() + minutes * 60_000;
const say = (what: string) => process.stderr.write(`${what}\n`);
say(`seed ${seed}`);
const postgres = await startPostgres();
const report = await fuzz({
  createDatabase: () => postgres.createDatabase(),
  seed,
  attackers: 16,
  isOver: (sent) => (inputs === undefined ? Date.now() > end : sent >= inputs),
  say,
});
await postgres.stop();
console.log(JSON.stringify(report, null, 2));
process.exit(report.faults.length === 0 ? 0 : 1);
