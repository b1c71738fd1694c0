import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Crowd } from './crowd/crowd.ts';
import type { Fault } from './faults/fault.ts';
import type { Programs } from './programs/programs.ts';
import type { RunOptions } from './run.ts';
import type { Site } from './site/site.ts';

const lines = (items: readonly unknown[]) => items.map((item) => `${JSON.stringify(item)}\n`).join('');

/** Keeps the logs of a run that failed. @returns the folder */
export const keepEvidence = async (run: {
  fault: Fault;
  options: RunOptions;
  site: Site;
  crowd: Crowd;
  programs: Programs;
  violations: string[];
}): Promise<string> => {
  const { fault, options, site, crowd, programs, violations } = run;
  const folder = join(tmpdir(), `switchboard-chaos-${fault.name}-${options.seed}-${Date.now()}`);
  await mkdir(folder, { recursive: true });
  const { seen } = crowd;
  const files: Record<string, string> = {
    'violations.txt': `${violations.join('\n')}\n`,
    'written.jsonl': lines(seen.written),
    'acknowledged.jsonl': lines(seen.acknowledged),
    'deliveries.jsonl': lines(seen.deliveries),
    'outages.jsonl': lines(seen.outages),
    'failures.jsonl': lines(seen.failures),
    'calls.jsonl': lines(programs.receiver.calls),
    'posts.jsonl': lines(programs.poster.posts),
    'reports.txt': seen.reports.join('\n'),
    'nginx.log': site.nginx.process.output(),
    'postgres.log': site.postgres.process.output(),
    ...Object.fromEntries([...site.instances, ...site.workers].map((one) => [`${one.name}.log`, one.output()])),
  };
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
  return folder;
};
