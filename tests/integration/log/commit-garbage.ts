import { randomBytes } from 'node:crypto';
import { argv } from 'node:process';
import { until } from '../../../scripts/installation/waiting.ts';
import { RedisBus } from '../../../server/engine/bus/redis-bus.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openDatabase } from '../../../server/engine/store/database.ts';
import { oldMemory } from '../../support/old-memory.ts';

// Prints how many bytes of each commit, a statement and a message on the bus, stay in old memory, where only a collection
// of all memory finds them. A program of its own, started with --expose-gc: a test runner keeps garbage of its own.

const [, , databaseUrl = '', redisUrl = ''] = argv;
const commits = 1_000;
const text = 'x'.repeat(4_000);
const log = createLogger('silent', 'test');
const database = openDatabase(databaseUrl, log);
const bus = new RedisBus({
  urls: [redisUrl],
  prefix: 'sb:garbage:',
  key: randomBytes(32),
  metrics: createMetrics(),
  log,
});
await bus.start();
await until('the bus to be healthy', () => bus.isHealthy());

const run = async () => {
  for (let n = 0; n < commits; n += 1) {
    await database.query('garbage', 'select length($1::text)', [text + n]);
    bus.publish('nobody listens', text + n);
    if (n % 20 === 0) global.gc?.({ type: 'minor' });
  }
};

// Until everything that stays has been made.
await run();
const before = oldMemory();
await run();
console.log((oldMemory() - before) / commits);
await Promise.all([bus.stop(), database.close()]);
