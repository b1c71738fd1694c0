import { JobList } from '../../../server/engine/jobs/add-job.ts';
import { recogniseDatabase } from '../../../server/engine/log/epoch/recognise.ts';
import { Followers } from '../../../server/engine/log/followers/followers.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { followersOn } from '../../../server/followers.ts';
import { counting } from './deeds.ts';

// A worker that does nothing but follow: it starts quickly, so that a test can kill many of them.
const [databaseUrl = ''] = process.argv.slice(2);
const log = createLogger('warn', String(process.pid));
const database = openDatabase(databaseUrl, log, (client) => recogniseDatabase(client, log));
const followers = [counting('counts'), ...followersOn(new JobList(database))];
new Followers({ database, metrics: createMetrics(), log, followers }).start();
process.stdout.write('following\n');
