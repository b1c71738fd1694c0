import { join } from 'node:path';
import { compressStatic } from './brotli.ts';
import { fingerprint, forgetBuild, isFresh, rememberBuild } from './fingerprint.ts';
import { packageFault } from './packages.ts';
import { run } from './run.ts';

const root = join(import.meta.dirname, '../..');

type Step = {
  says: string;
  /** Everything the step reads; what it writes is thrown away and made again when one of these changes. */
  inputs: string[];
  output: string;
  command: string[];
  env: Record<string, string>;
  /** What is left to do in `output` after the command. */
  finish?: (output: string) => Promise<void>;
};

const steps = {
  generate: {
    says: 'Generating the database client',
    inputs: ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'],
    output: 'server/engine/store/generated',
    command: ['node_modules/prisma/build/index.js', 'generate'],
    // The client needs no schema engine; naming any existing file keeps the CLI from downloading one.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  },
  pages: {
    says: 'Building the pages (about a minute, only after a change)',
    inputs: [
      ...['app', 'protocol', 'public', 'instrumentation.ts', 'instrumentation-client.ts'],
      // Of the server only this is in the pages (import rules in biome.json).
      ...['server/doors/http/page.ts', 'server/doors/http/page-session-header.ts', 'server/doors/http/page-errors.ts'],
      ...['next.config.js', 'postcss.config.js', 'tsconfig.json', 'package.json', 'package-lock.json'],
    ],
    output: '.next',
    command: ['node_modules/next/dist/bin/next', 'build'],
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    finish: (output) => compressStatic(join(output, 'static')),
  },
} satisfies Record<string, Step>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];

/**
 * Builds what is out of date, with packages as they are named, and says what it does.
 * @returns the exit code: 0, 1 without the packages, or that of the step that failed or was interrupted
 */
export const buildStale = async (names: readonly StepName[] = stepNames): Promise<number> => {
  const fault = await packageFault(root, ['dependencies']);
  if (fault !== '') {
    console.error(fault);
    return 1;
  }
  for (const name of names) {
    const code = await buildIfStale(steps[name]);
    if (code !== 0) return code;
  }
  return 0;
};

const buildIfStale = async (step: Step): Promise<number> => {
  const output = join(root, step.output);
  const wanted = await fingerprint(root, step.inputs);
  if (await isFresh(output, wanted)) return 0;
  console.log(`${step.says} …`);
  const started = performance.now();
  await forgetBuild(output);
  // Named after what they are made from: two machines that build the same serve each other's pages.
  const env = { ...step.env, BUILT_FROM: wanted };
  const code = await run(process.execPath, step.command, { cwd: root, env });
  if (code !== 0) {
    console.error(`${step.says}: failed`);
    return code;
  }
  await step.finish?.(output);
  await rememberBuild(output, wanted);
  console.log(`${step.says}: done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return 0;
};
