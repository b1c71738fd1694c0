import { deadLetterJobs } from '../../../server/dead-letters/index.ts';
import { Jobs } from '../../../server/engine/jobs/jobs.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { Mappings, Rereader } from '../../../server/sources/index.ts';

// A worker that works through dead letters and tells of each window: whoever kills it then kills it between two of them.
const [databaseUrl = ''] = process.argv.slice(2);
const log = createLogger('warn', String(process.pid));
const database = openDatabase(databaseUrl, log);
const tell = () => process.stdout.write('a window\n');
new Jobs({ database, log, jobs: deadLetterJobs(database, tell, new Rereader(database, new Mappings())) }).start();
