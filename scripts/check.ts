import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { packageFault } from './build/packages.ts';
import { buildStale } from './build/steps.ts';
import { importFaults } from './imports/check.ts';

const root = join(import.meta.dirname, '..');
const exec = promisify(execFile);
const inTerminal = process.stdout.isTTY === true;
const bin = (name: string) => join(root, 'node_modules/.bin', name);

/** Each check finds what is wrong, or nothing; the hint says what to do where a tool does not. */
const checks: Record<string, { find: () => Promise<string>; hint?: string }> = {
  'format and lint': {
    find: () => output(bin('biome'), ['check', `--colors=${inTerminal ? 'force' : 'off'}`, '--error-on-warnings']),
    hint: 'npm run format repairs most of this by itself.',
  },
  types: { find: () => output(bin('tsc'), ['--noEmit', '--pretty', String(inTerminal)]) },
  packages: { find: () => packageFault(root, ['dependencies', 'devDependencies']) },
  'who imports whom': {
    find: () => importFaults(root),
    hint: 'The table of who may import whom is scripts/imports/rules.ts; ARCHITECTURE.md says what it is for.',
  },
  'what nobody uses': {
    find: () => output(bin('knip'), ['--no-progress', '--treat-config-hints-as-errors']),
    hint: 'Remove it, or the word export before it. What begins by itself, as a process does, is named in knip.jsonc.',
  },
  'folder names': { find: unclearFolders },
};

/** Names that say nothing about what is inside, so that everything ends up there (CONTRIBUTING.md, house style). */
async function unclearFolders(): Promise<string> {
  const roots = ['app', 'server', 'protocol', 'scripts', 'tests'];
  const entries = await Promise.all(
    roots.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  return entries
    .flat()
    .filter((entry) => /^_?(utils?|helpers?|common|lib)(\.[jt]sx?)?$/.test(entry.name))
    .map((entry) => `${relative(root, join(entry.parentPath, entry.name))}: name it after what it holds`)
    .join('\n');
}

async function output(file: string, args: string[]): Promise<string> {
  try {
    await exec(file, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout ?? ''}${stderr ?? ''}` || String(error);
  }
}

const started = performance.now();
const generated = await buildStale(['generate']);
if (generated !== 0) process.exit(generated);
const results = await Promise.all(
  Object.entries(checks).map(async ([name, { find, hint }]) => {
    const wrong = await find();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const said = [wrong, ...(hint === undefined ? [] : [hint]), `✘ ${name} (${seconds} s)`].join('\n');
    console.log(wrong === '' ? `✔ ${name} (${seconds} s)` : said);
    return wrong === '';
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
