import { z } from 'zod';
import { type AnyJob, job, parsed } from '../engine/jobs/job.ts';
import type { Database } from '../engine/store/database.ts';
import { inParts, rowsAtOnce } from '../engine/store/in-parts.ts';

// Those that were used stay: they tell who let somebody in.
const prune = `
  delete from invitation where id in (
    select i.id from invitation i where i.used = 0 and i.used_at is null and i.expires_at < now() - interval '30 days' limit ${rowsAtOnce})
  returning id`;

/** Once a day, drops invitations that nobody used in their time. */
export const invitationJobs = (database: Database): AnyJob[] => [
  parsed(
    job('prune-invitations', { schema: z.object({}), cron: '37 3 * * *' }, () =>
      inParts(async () => (await database.query('invitations_prune', prune, [])).length),
    ),
  ),
];
