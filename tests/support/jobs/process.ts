import { z } from 'zod';
import { job, parsed } from '../../../server/engine/jobs/job.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';

// A worker that begins with a job and never ends it: whoever kills it kills it in the middle.
const [databaseUrl = ''] = process.argv.slice(2);
const log = createLogger('warn', String(process.pid));
const endless = job('greet', { schema: z.object({ name: z.string() }) }, () => {
  process.stdout.write('in the middle\n');
  return new Promise<void>(() => {});
});
new Jobs({ database: openDatabase(databaseUrl, log), log, jobs: [parsed(endless)] }).start();
