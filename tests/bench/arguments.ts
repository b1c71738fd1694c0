import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type TargetName, targetTitles } from './bench.ts';
import { benches } from './benches/all.ts';
import { fewestPairs } from './versus/verdict.ts';

const names = benches.map(({ name }) => name);
const comparable = benches.filter(({ judged }) => judged !== undefined).map(({ name }) => name);
const list = (value: string) => value.split(',');

const path = z
  .string()
  .transform((given) => resolve(given))
  .optional();

const Options = z.object({
  only: z
    .string()
    .transform(list)
    .pipe(z.array(z.enum(names, { error: `must be of: ${names.join(', ')}` })))
    .optional(),
  targets: z
    .string()
    .transform(list)
    .pipe(z.array(z.enum(Object.keys(targetTitles) as TargetName[])))
    .optional(),
  against: z.string().min(1).optional(),
  pairs: z.coerce.number().int().min(1).default(fewestPairs),
  rounds: z.coerce.number().int().min(1).default(3),
  seconds: z.coerce.number().positive().optional(),
  scale: z.coerce.number().positive().default(1),
  drivers: z.coerce
    .number()
    .int()
    .min(1)
    .default(Math.min(4, Math.max(2, Math.floor(availableParallelism() / 2)))),
  json: z.string().optional(),
  write: z.boolean().default(false),
  profile: path,
  try: path,
});
export type BenchOptions = Omit<z.infer<typeof Options>, 'seconds'> & { seconds: number };

export const usage = `npm run bench -- [options]
  --only a,b     benches: ${names.join(', ')}
  --targets a,b  of: ${Object.keys(targetTitles).join(', ')} (default: all that the bench names)
  --rounds n     rounds of A B A B … (default 3)
  --against ref  compares with another commit instead: pairs A B, B A … in short runs of
                 ${comparable.join(', ')}
  --pairs n      pairs of --against (default ${fewestPairs}; fewer are not judged)
  --seconds n    measured seconds of each timed run (default 10, with --against 5)
  --scale x      multiplies clients and messages; below 1 for a quick look only
  --drivers n    processes that make the load
  --json file    writes every figure of every run
  --write        writes docs/performance.md and its picture
  --profile dir  writes a CPU profile of every measured server
  --try module   measures ours a second time with this module loaded first`;

/** @throws Error with one line per mistake */
export const readArguments = (args: string[] = process.argv.slice(2)): BenchOptions => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      only: text,
      targets: text,
      against: text,
      pairs: text,
      rounds: text,
      seconds: text,
      scale: text,
      drivers: text,
      json: text,
      write: { type: 'boolean' },
      profile: text,
      try: text,
    },
  });
  const parsed = Options.safeParse(values);
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
  const { only, against, seconds = against === undefined ? 10 : 5 } = parsed.data;
  const other = only?.filter((name) => !comparable.includes(name)) ?? [];
  if (against !== undefined && other.length > 0)
    throw new Error(`--only: ${other.join(', ')} cannot be compared with another commit, but ${comparable.join(', ')}`);
  return { ...parsed.data, seconds };
};
