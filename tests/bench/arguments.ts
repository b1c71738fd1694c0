import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type TargetName, targetTitles } from './bench.ts';
import { benches } from './benches/all.ts';

const names = benches.map(({ name }) => name);
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
  against: z
    .string()
    .transform(list)
    .pipe(z.array(z.enum(Object.keys(targetTitles) as TargetName[])))
    .optional(),
  rounds: z.coerce.number().int().min(1).default(3),
  seconds: z.coerce.number().positive().default(10),
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
export type BenchOptions = z.infer<typeof Options>;

export const usage = `npm run bench -- [options]
  --only a,b     benches: ${names.join(', ')}
  --against a,b  targets: ${Object.keys(targetTitles).join(', ')} (default: all that the bench names)
  --rounds n     rounds of A B A B … (default 3)
  --seconds n    measured seconds of each timed run (default 10)
  --scale x      multiplies clients and messages; below 1 for a quick look only
  --drivers n    processes that make the load
  --json file    writes every figure of every run
  --write        writes docs/performance.md and its picture
  --profile dir  writes a CPU profile of every measured server
  --try module   measures ours a second time with this module loaded first`;

/** @throws Error with one line per mistake */
export const readArguments = (): BenchOptions => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      only: text,
      against: text,
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
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
};
