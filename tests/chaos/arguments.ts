import { parseArgs } from 'node:util';
import { z } from 'zod';
import { faults } from './faults/all.ts';

const names = faults.map(({ name }) => name);

const Options = z.object({
  only: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(names, { error: `must be of: ${names.join(', ')}` })))
    .optional(),
  seed: z.coerce.number().int().nonnegative().default(1),
  minutes: z.coerce.number().positive().optional(),
  short: z.boolean().default(false),
  write: z.boolean().default(false),
  json: z.string().optional(),
});
export type ChaosOptions = z.infer<typeof Options>;

export const usage = `npm run chaos -- [options]
  --only a,b   faults: ${names.join(', ')}
  --seed n     repeats a run: who writes what when, and whom a fault strikes (default 1)
  --minutes m  goes round and round with new seeds until the time is over
  --short      as short as in npm test
  --json file  writes every figure
  --write      writes the table in docs/reliability.md`;

/** @throws Error with one line per mistake */
export const readArguments = (): ChaosOptions => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    options: { only: text, seed: text, minutes: text, json: text, short: flag, write: flag },
  });
  const parsed = Options.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
};
