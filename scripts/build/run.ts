import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type RunOptions = { cwd?: string; env?: Record<string, string>; stdio?: 'inherit' | 'ignore' };

/**
 * Runs a program to its end, with this process's terminal. A signal that arrives meanwhile is passed on, and this
 * process ends only when the program has.
 * @returns its exit code; 128 + the signal's number when a signal ended it, as shells say it
 */
export const run = (file: string, args: readonly string[], options: RunOptions = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.stdio ?? 'inherit',
    });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, forward);
    const settle = () => {
      for (const signal of forwarded) process.off(signal, forward);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
