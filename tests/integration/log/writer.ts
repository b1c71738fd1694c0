import { json } from 'node:stream/consumers';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { Appender } from '../../../server/messages/append.ts';
import { type Plan, writeLoad } from './load.ts';

// A writer in a process of its own: reads its plan, and writes what was acknowledged.
const { databaseUrl, plan } = (await json(process.stdin)) as { databaseUrl: string; plan: Plan };
const log = createLogger('silent', 'writer');
const database = openDatabase(databaseUrl, log);
const acknowledged = await writeLoad(new Appender(database, createMetrics(), log), plan);
await database.close();
process.stdout.write(JSON.stringify(acknowledged));
