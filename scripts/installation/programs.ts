import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from './processes.ts';

const run = promisify(execFile);

/** The outside programs that tests use, and where each comes from. */
export const programs = {
  'redis-server': { places: [], image: 'redis:8', packages: ['redis-server'] },
  // Debian's program on the PATH insists on its own user and folder; the one behind it does not.
  'rabbitmq-server': { places: ['/usr/lib/rabbitmq/bin'], image: 'rabbitmq:4', packages: ['rabbitmq-server'] },
  nginx: { places: ['/usr/sbin'], image: 'nginx:1.29', packages: ['nginx'] },
  // Its image takes arguments instead of a command.
  prometheus: { places: [], image: null, packages: ['prometheus'] },
} as const;

export type ProgramName = keyof typeof programs;

/** @returns the program's path, or nothing */
export const onPath = async (name: string, places: readonly string[] = []): Promise<string | undefined> => {
  const folders = [...places, ...(process.env.PATH ?? '').split(delimiter)];
  for (const folder of folders) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
};

/** Whether a Docker engine answers on this machine. */
export const dockerAnswers = async (): Promise<boolean> => {
  try {
    await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
};

/** A command that runs in a container with the host's network and this folder, as this user. */
export const inDocker = (image: string, folder: string, args: string[], env: Record<string, string> = {}): Command => {
  const container = `switchboard-test-${randomBytes(6).toString('hex')}`;
  const user = process.getuid ? ['--user', `${process.getuid()}:${process.getgid?.() ?? 0}`] : [];
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const place = ['--network', 'host', '--volume', `${folder}:${folder}`, '--workdir', folder];
  return {
    file: 'docker',
    args: ['run', '--rm', '--init', '--name', container, ...user, ...place, ...variables, image, ...args],
    container,
  };
};

/**
 * How to run one of the programs here: from the PATH, else in Docker.
 * @throws Error that says what to type when there is neither
 */
export const commandFor = async (
  name: ProgramName,
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Command> => {
  const { places, image } = programs[name];
  const file = await onPath(name, places);
  if (file !== undefined) return { file, args, env };
  if (image !== null && (await dockerAnswers())) return inDocker(image, folder, [name, ...args], env);
  throw new Error(`${name} is missing; ${installHint([name])}`);
};

/** What to type so that these programs are there. */
export const installHint = (names: readonly ProgramName[]): string =>
  `type: sudo apt-get install -y ${names.flatMap((name) => programs[name].packages).join(' ')}`;
