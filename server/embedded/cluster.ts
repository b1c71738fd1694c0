import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Runner } from './runner.ts';

const run = promisify(execFile);

export type ClusterOptions = {
  dataDirectory: string;
  directory: string;
  runner: Runner;
  onProgress: (step: string) => void;
  /** Called when `initdb` runs, and there is nothing to do but wait. */
  onWaiting?: () => void;
};

/**
 * Makes sure that there is an initialised cluster in `directory`.
 * It is made beside its place and moved there when complete, so a start that was interrupted leaves nothing half done.
 * @returns the password of its superuser `switchboard`, which is kept in a file that only the owner of DATA_DIR may read
 */
export async function prepareCluster(options: ClusterOptions): Promise<{ password: string }> {
  const passwordFile = join(options.dataDirectory, 'postgres.password');
  const known = await readIfThere(passwordFile);
  if (await exists(join(options.directory, 'PG_VERSION'))) {
    await refuseOtherVersion(options);
    if (known) return { password: known };
    throw new Error(`${passwordFile} is missing; without it the data in ${options.directory} cannot be opened`);
  }
  options.onProgress('Creating a PostgreSQL data directory (first start only)');
  const password = known ?? randomBytes(24).toString('base64url');
  if (!known) await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  await initialise(options, password);
  return { password };
}

async function initialise({ directory, runner, onWaiting }: ClusterOptions, password: string): Promise<void> {
  const unfinished = `${directory}.new`;
  const ownPasswordFile = `${directory}.initdb`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(ownPasswordFile, { force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(ownPasswordFile, password, { mode: 0o600 });
  if (runner.user) {
    await chown(unfinished, runner.user.uid, runner.user.gid);
    await chown(ownPasswordFile, runner.user.uid, runner.user.gid);
  }
  const { file, args, ...ids } = runner.command(runner.initdb, [
    ...[`--pgdata=${unfinished}`, '--username=switchboard', `--pwfile=${ownPasswordFile}`],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=builtin', '--data-checksums'],
  ]);
  try {
    const done = run(file, args, ids);
    onWaiting?.();
    await done;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`PostgreSQL could not create its data directory: ${lastLine(stderr) ?? String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(ownPasswordFile, { force: true });
  }
  await rename(unfinished, directory);
}

async function refuseOtherVersion({ directory, runner }: ClusterOptions): Promise<void> {
  const stored = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
  const { stdout } = await run(runner.postgres, ['--version']);
  const packaged = /(\d+)\./.exec(stdout)?.[1];
  if (stored === packaged) return;
  throw new Error(`The data in ${directory} is of PostgreSQL ${stored}, this Switchboard brings ${packaged}`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  return (await exists(path)) ? (await readFile(path, 'utf8')).trim() || undefined : undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function lastLine(text: string | undefined): string | undefined {
  return text?.trim().split('\n').at(-1);
}
