import { z } from 'zod';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { inParts, rowsAtOnce } from '../engine/store/in-parts.ts';

const nothing = z.object({});

/**
 * Removes pictures that were sent and are shown nowhere.
 * @param uses conditions on `p`, a row of picture, each true where something shows it
 */
export const pictureJobs = (database: Database, uses: readonly string[]): AnyJob[] => {
  const prune = `
    delete from picture where created_at < now() - interval '1 day' and id in (
      select p.id from picture p
      where p.created_at < now() - interval '1 day' and not (${uses.join(' or ')})
      limit ${rowsAtOnce})
    returning id`;
  return [
    parsed(
      job('prune-pictures', { schema: nothing, cron: '37 3 * * *' }, () =>
        inParts(async () => (await database.query('pictures_prune', prune, [])).length),
      ),
    ),
  ];
};
