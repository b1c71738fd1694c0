import { z } from 'zod';
import { limits } from '../../protocol/index.ts';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Logger } from '../engine/ops/log.ts';
import type { Database } from '../engine/store/database.ts';
import { writeExport } from './write.ts';

/** Adds one with {@link Exports}. */
export const exportJob = {
  name: 'export',
  schema: z.object({ exportId: z.uuid() }),
  // As long as all of a large installation takes; a worker that is gone is noticed by its heartbeat.
  longestRun: 20 * 3_600,
};

/** Parts that one statement removes: a few megabytes. */
const partsAtOnce = 10;
const removeParts = `
  delete from export_part p using (
    select o.export_id, o.number from (
      select e.id from export e where e.kept_until < now() order by e.asked_at limit ${limits.exportsShown}
    ) e
    cross join lateral (select o.export_id, o.number from export_part o where o.export_id = e.id limit ${partsAtOnce}) o
    limit ${partsAtOnce}
  ) o
  where p.export_id = o.export_id and p.number = o.number
  returning p.number`;
const removeEmpty = `
  delete from export e where e.kept_until < now() and not exists (select from export_part p where p.export_id = e.id)`;

const prune = async (database: Database): Promise<void> => {
  let removed: number;
  do removed = (await database.query('export_parts_remove', removeParts, [])).length;
  while (removed === partsAtOnce);
  await database.query('exports_remove', removeEmpty, []);
};

/** What happens to exports: they are written, and removed when their time is over or somebody gave them up. */
export const exportJobs = (database: Database, log: Logger): AnyJob[] => [
  parsed(job(exportJob.name, exportJob, ({ exportId }) => writeExport({ database, log }, exportId))),
  parsed(job('prune-exports', { schema: z.object({}), cron: '* * * * *' }, () => prune(database))),
];
