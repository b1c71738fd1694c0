import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { makeFolder, type Running, removeFolder, startProcess } from '../../../scripts/installation/processes.ts';
import type { Random } from '../../../scripts/installation/random.ts';
import { until } from '../../../scripts/installation/waiting.ts';
import { differences } from './judge.ts';

/** Follows in a process of its own, which can be killed and frozen. */
export const startFollowing = async (databaseUrl: string, name: string): Promise<Running> => {
  const folder = makeFolder(name);
  const command = { file: process.execPath, args: [join(import.meta.dirname, 'process.ts'), databaseUrl] };
  const running = await startProcess({ name, folder, command, ready: () => true });
  await until(`${name} to follow`, () => running.output().includes('following'), 30_000);
  void running.ended.then(() => removeFolder(folder));
  return running;
};

/** Two workers follow, and one of them is killed at a random point, again and again, while somebody writes. */
export const killWorkers = async (options: {
  databaseUrl: string;
  random: Random;
  rounds: number;
  /** Called over and over; what it writes is to be followed. */
  write: () => Promise<unknown>;
  say?: (what: string) => void;
}): Promise<void> => {
  const { databaseUrl, random, rounds, write, say = () => {} } = options;
  await using stack = new AsyncDisposableStack();
  const start = async (name: string) => stack.adopt(await startFollowing(databaseUrl, name), (worker) => worker.kill());
  const workers = [await start('follower-1'), await start('follower-2')];
  let isOver = false;
  const writing = (async () => {
    while (!isOver) await write();
  })();
  try {
    for (let round = 1; round <= rounds; round++) {
      await delay(random.below(250));
      const victim = random.below(2);
      await workers[victim]?.kill();
      workers[victim] = await start(`follower-${victim + 1}`);
      if (round % 20 === 0) say(`killed ${round} of ${rounds}`);
    }
  } finally {
    isOver = true;
    await writing;
  }
};

/** Waits until followers have caught up. @returns what still differs from the log after a minute */
export const untilEqual = async (pool: pg.Pool): Promise<string[]> => {
  await until('followers to catch up', async () => (await differences(pool)).length === 0, 60_000).catch(() => {});
  return differences(pool);
};

/** Lets one worker finish what is left, when nobody writes any more. @returns what differs from the log then */
export const finish = async (databaseUrl: string, pool: pg.Pool): Promise<string[]> => {
  const worker = await startFollowing(databaseUrl, 'follower-last');
  try {
    return await untilEqual(pool);
  } finally {
    await worker.kill();
  }
};
