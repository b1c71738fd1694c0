import { readFile } from 'node:fs/promises';
import type { Site } from './targets/site.ts';

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own tick is. */
const ticksPerSecond = 100;
/** Fields 14 to 17 of /proc/[pid]/stat, counted after the name, which may hold spaces. */
const ownTimes = [11, 12];
const endedChildrenTimes = [13, 14];

const secondsOf = async (pid: number, wanted: number[]): Promise<number> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return wanted.reduce((sum, field) => sum + Number(fields[field]), 0) / ticksPerSecond;
};

/** A process may end between being listed and being read; its parent counts it from then on. */
const orNothing = (error: NodeJS.ErrnoException): number => {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
  throw error;
};

/** Processor time that the processes of a site have used so far, in seconds. */
export const cpuSeconds = async (site: Site): Promise<number> => {
  const times = await Promise.all(site.processes().map(({ pid }) => secondsOf(pid, ownTimes)));
  return times.reduce((sum, time) => sum + time, 0);
};

/** Processor time of a process and of all that it started, those that have ended included, in seconds. */
export const treeSeconds = async (pid: number): Promise<number> => {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean).map(Number);
  const times = await Promise.all([
    secondsOf(pid, [...ownTimes, ...endedChildrenTimes]),
    ...children.map((child) => treeSeconds(child).catch(orNothing)),
  ]);
  return times.reduce((sum, time) => sum + time, 0);
};
