import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of a few megabytes in memory, so that it can be filled to the last byte without harm. Needs root. */
export const smallDisk = async (megabytes: number) => {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'switchboard-chaos', folder]);
  } catch (error) {
    await rmdir(folder);
    throw error;
  }
  await chmod(folder, 0o711);
  return {
    folder,
    /** What makes its folder meanwhile makes it on this disk. */
    during: async <T>(work: () => Promise<T>): Promise<T> => {
      const before = process.env.TMPDIR;
      process.env.TMPDIR = folder;
      try {
        return await work();
      } finally {
        if (before === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = before;
      }
    },
    stop: async () => {
      await run('umount', [folder]);
      await rmdir(folder);
    },
  };
};

/** Whether this machine lets us make one. */
export const canMakeSmallDisk = async (): Promise<boolean> => {
  try {
    await (await smallDisk(1)).stop();
    return true;
  } catch {
    return false;
  }
};
