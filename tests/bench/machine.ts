import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, type as system, totalmem } from 'node:os';
import { promisify } from 'node:util';
import pg from 'pg';
import type { World } from './world.ts';

const packages = [
  'socket.io',
  '@socket.io/redis-adapter',
  '@socket.io/redis-streams-adapter',
  'ioredis',
  'pg',
  'prisma',
  '@platformatic/kafka',
];

const versionOf = async (name: string): Promise<string> => {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
};

const first = async (file: string, args: string[]) =>
  (await promisify(execFile)(file, args)).stdout.trim().split('\n')[0] ?? '';

/**
 * Where, with what and how the figures were made.
 * @param before the version that this one is compared with
 */
export const describeMachine = async (world: World, before?: { commit: string }): Promise<Record<string, string>> => {
  const client = new pg.Client({ connectionString: world.postgres.url });
  await client.connect();
  const show = async (setting: string) => {
    const { rows } = await client.query<Record<string, string>>(`show ${setting}`);
    return String(Object.values(rows[0] ?? {})[0]);
  };
  const database = {
    postgres: await show('server_version'),
    fsync: await show('fsync'),
    synchronous_commit: await show('synchronous_commit'),
    shared_buffers: await show('shared_buffers'),
  };
  await client.end();
  const versions = await Promise.all(
    packages.map(async (name): Promise<[string, string]> => [name, await versionOf(name)]),
  );
  return {
    machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${system()} ${release()}`,
    'load before': loadavg()
      .map((value) => value.toFixed(2))
      .join(' '),
    commit: await first('git', ['describe', '--always', '--dirty']),
    ...(before === undefined ? {} : { 'compared with': before.commit }),
    node: process.version,
    redis: await first('redis-server', ['--version']),
    ...database,
    ...Object.fromEntries(versions),
  };
};
