import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Command lines of living processes that contain `text`, for tests that nothing was left behind. */
export const processesMentioning = async (text: string): Promise<string[]> => {
  const { stdout } = await run('ps', ['-eww', '-o', 'pid=,stat=,command='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
};
