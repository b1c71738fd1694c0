import type { Server } from './site/server.ts';
import type { Site } from './site/site.ts';

/** Bytes in use after a collection, by process. */
export type Memory = Map<number, { name: string; bytes: number }>;

// What a healthy instance moves by itself: prepared statements, JIT code, histograms, the rows of a busy minute.
const tolerance = 48 * 2 ** 20;

export const measureMemory = async ({ instances, workers }: Pick<Site, 'instances' | 'workers'>): Promise<Memory> => {
  const alive = [...instances, ...workers].filter((server: Server) => server.alive);
  const entries = await Promise.all(
    alive.map(async (server) => [server.pid, { name: server.name, bytes: await server.memory() }] as const),
  );
  return new Map(entries);
};

/** Processes that use much more than before; those that began later have no baseline. */
export const memoryViolations = (before: Memory, after: Memory): string[] =>
  [...after].flatMap(([pid, { name, bytes }]) => {
    const baseline = before.get(pid);
    if (!baseline || bytes <= baseline.bytes * 1.5 + tolerance) return [];
    const megabytes = (value: number) => `${Math.round(value / 2 ** 20)} MB`;
    return [`${name}: memory went from ${megabytes(baseline.bytes)} to ${megabytes(bytes)}`];
  });
