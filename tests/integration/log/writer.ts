import { json } from 'node:stream/consumers';
import { Appender } from '../../../server/log/append.ts';
import { createLogger } from '../../../server/ops/log.ts';
import { createMetrics } from '../../../server/ops/metrics.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { type Plan, writeLoad } from './load.ts';

// A writer in a process of its own: reads its plan, and writes what was acknowledged.
const { databaseUrl, plan } = (await json(process.stdin)) as { databaseUrl: string; plan: Plan };
const log = createLogger('silent', 'writer');
const database = openDatabase(databaseUrl, log);
const acknowledged = await writeLoad(new Appender(database, createMetrics(), log), plan);
await database.close();
process.stdout.write(JSON.stringify(acknowledged));
