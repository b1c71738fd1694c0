import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';

/** What else the machine did: how many processes wanted a core before, and what the hypervisor took away meanwhile. */
export type Unrest = { load: number; stolen: number };

const stealField = 7;

const readTicks = async (): Promise<{ all: number; stolen: number }> => {
  const [first = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  // After the word `cpu`: user, nice, system, idle, iowait, irq, softirq, steal; what guests took is in the first two.
  const ticks = first
    .trim()
    .split(/\s+/)
    .slice(1, stealField + 2)
    .map(Number);
  return { all: ticks.reduce((sum, value) => sum + value, 0), stolen: ticks[stealField] ?? 0 };
};

/** Begins to watch. @returns what ends it; `stolen` is the share of all processor time in between */
export const watchMachine = async (): Promise<() => Promise<Unrest>> => {
  const [load = 0] = loadavg();
  const before = await readTicks();
  return async () => {
    const after = await readTicks();
    return { load, stolen: (after.stolen - before.stolen) / Math.max(1, after.all - before.all) };
  };
};
