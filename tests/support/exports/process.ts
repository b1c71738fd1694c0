import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { exportJobs } from '../../../server/exports/jobs.ts';

// A worker that writes exports until it is killed.
const [databaseUrl = ''] = process.argv.slice(2);
const log = createLogger('warn', String(process.pid));
const database = openDatabase(databaseUrl, log);
new Jobs({ database, log, jobs: exportJobs(database, log) }).start();
