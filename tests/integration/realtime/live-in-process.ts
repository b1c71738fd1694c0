import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../../server/config.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics, type Metrics } from '../../../server/engine/ops/metrics.ts';
import { layFoundation } from '../../../server/foundation.ts';
import { startLive } from '../../../server/live.ts';
import { openSignIn } from '../../../server/people/sign-in.ts';
import { type Seed, seedDatabase } from '../../support/seed.ts';

/** An instance in this process, put together as in any other, so that a test may turn its clocks. */
export type LiveInProcess = { url: string; seed: Seed; metrics: Metrics; stop(): Promise<void> };

export const startLiveInProcess = async (): Promise<LiveInProcess> => {
  const authSecret = randomBytes(32).toString('hex');
  const seed = await seedDatabase(authSecret);
  const stack = new AsyncDisposableStack();
  stack.defer(() => seed.close());
  const config = readConfig({ DATABASE_URL: seed.databaseUrl, AUTH_SECRET: authSecret, RATE_LIMIT_FACTOR: '0' });
  const log = createLogger('silent', 'in process');
  const metrics = createMetrics();
  const foundation = await layFoundation({ config, log, metrics, stack, say: () => {}, onWaiting: () => {} });
  const http = createServer();
  const signIn = openSignIn({ config, database: foundation.database, log, authSecret, stack });
  await startLive(foundation, { http, signIn, stack });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seed, metrics, stop: () => stack.disposeAsync() };
};
