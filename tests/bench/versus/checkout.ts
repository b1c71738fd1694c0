import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, rename, rm, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const thisVersion = join(import.meta.dirname, '../../..');
const cache = join(thisVersion, '.cache/versions');
const exec = promisify(execFile);

export type Version = { commit: string; root: string };

const git = async (...args: string[]): Promise<string> => (await exec('git', args, { cwd: thisVersion })).stdout.trim();

/** @throws Error when git does not know it */
const commitOf = async (ref: string): Promise<string> => {
  try {
    return await git('rev-parse', '--verify', '--quiet', '--short=12', `${ref}^{commit}`);
  } catch (error) {
    throw new Error(`--against: git knows no commit ${ref}`, { cause: error });
  }
};

/** The files of this commit, or nothing: what was interrupted leaves no folder of this name. */
const unpack = async (commit: string, root: string): Promise<void> => {
  const half = `${root}.${process.pid}`;
  await mkdir(half, { recursive: true });
  try {
    await git('archive', '--output', `${half}.tar`, commit);
    await exec('tar', ['-xf', `${half}.tar`, '-C', half]);
    await rename(half, root);
  } finally {
    await rm(half, { recursive: true, force: true });
    await rm(`${half}.tar`, { force: true });
  }
};

/** The packages of this version as long as they are the same, else its own. */
const provideModules = async (root: string): Promise<void> => {
  const [own, theirs] = await Promise.all(
    [thisVersion, root].map((folder) => readFile(join(folder, 'package-lock.json'), 'utf8')),
  );
  const modules = join(root, 'node_modules');
  const isLink = await lstat(modules).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
  if (isLink) await unlink(modules);
  if (own === theirs) return linkUnlessThere(modules);
  // npm writes this file last: what was interrupted is done again.
  if (existsSync(join(modules, '.package-lock.json'))) return;
  await exec('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, maxBuffer: 16 * 1024 * 1024 });
};

const linkUnlessThere = async (modules: string): Promise<void> => {
  if (!existsSync(modules)) await symlink(join(thisVersion, 'node_modules'), modules);
};

const generateClient = (root: string) =>
  exec(
    process.execPath,
    [
      '--eval',
      `const { buildStale } = await import('./scripts/build/steps.ts'); process.exit(await buildStale(['generate']))`,
    ],
    { cwd: root },
  );

/**
 * Makes another version ready to be started, in a folder of its own under `.cache/`, which is kept for the next time.
 * @throws Error when git does not know it
 */
export const checkOut = async (ref: string, say: (step: string) => void): Promise<Version> => {
  const commit = await commitOf(ref);
  const root = join(cache, commit);
  say(`preparing ${commit}`);
  if (!existsSync(root)) await unpack(commit, root);
  await provideModules(root);
  await generateClient(root);
  return { commit, root };
};
