import { readFile } from 'node:fs/promises';
import type { Site } from './targets/site.ts';

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own tick is. */
const ticksPerSecond = 100;
/** Fields 14 and 15 of /proc/[pid]/stat, counted after the name, which may hold spaces. */
const userTime = 11;
const systemTime = 12;

/** Processor time that the instances of a site have used so far, in seconds. */
export const cpuSeconds = async (site: Site): Promise<number> => {
  const stats = await Promise.all(
    site.instances.map((instance) => readFile(`/proc/${instance.process().pid}/stat`, 'utf8')),
  );
  return stats
    .map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '))
    .reduce((sum, fields) => sum + (Number(fields[userTime]) + Number(fields[systemTime])) / ticksPerSecond, 0);
};
