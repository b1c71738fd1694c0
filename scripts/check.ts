import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildStale } from './build/steps.ts';

const root = join(import.meta.dirname, '..');
const exec = promisify(execFile);
const inTerminal = process.stdout.isTTY === true;
const bin = (name: string) => join(root, 'node_modules/.bin', name);

/** Each check resolves to what is wrong, or to nothing. */
const checks: Record<string, () => Promise<string>> = {
  'format, lint and import rules': () =>
    output(bin('biome'), ['check', `--colors=${inTerminal ? 'force' : 'off'}`, '--error-on-warnings']),
  types: () => output(bin('tsc'), ['--noEmit', '--pretty', String(inTerminal)]),
  'folder names': unclearFolders,
};

/** Names that say nothing about what is inside, so that everything ends up there (design.md section 4). */
async function unclearFolders(): Promise<string> {
  const roots = ['app', 'server', 'protocol', 'scripts', 'tests'];
  const entries = await Promise.all(
    roots.map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  return entries
    .flat()
    .filter((entry) => /^_?(utils?|helpers?|common|lib)(\.[jt]sx?)?$/.test(entry.name))
    .map((entry) => `${join(entry.parentPath, entry.name)}: name it after what it holds`)
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
  Object.entries(checks).map(async ([name, check]) => {
    const wrong = await check();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(wrong === '' ? `✔ ${name} (${seconds} s)` : `${wrong}\n✘ ${name} (${seconds} s)`);
    return wrong === '';
  }),
);
process.exitCode = results.every(Boolean) ? 0 : 1;
