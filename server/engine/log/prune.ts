import { z } from 'zod';
import { type AnyJob, job, parsed } from '../jobs/job.ts';
import type { Database } from '../store/database.ts';
import { inParts, rowsAtOnce } from '../store/in-parts.ts';

// Every instance that runs has read a signal within seconds, and one that starts begins at the present.
// From the oldest on: whether there is one that is old enough is seen without reading the others.
const prune = `
  delete from signal where id in (
    select s.id from (select id, created_at from signal order by id limit ${rowsAtOnce}) s
    where s.created_at < now() - interval '1 day')
  returning id`;

/** Once an hour, drops signals that every instance has long acted on. */
export const pruneSignals = (database: Database): AnyJob =>
  parsed(
    job('prune-signals', { schema: z.object({}), cron: '7 * * * *' }, () =>
      inParts(async () => (await database.query('signal_prune', prune, [])).length),
    ),
  );
