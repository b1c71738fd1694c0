import { freePort } from '../../../scripts/installation/ports.ts';
import { readConfig } from '../../../server/config.ts';
import { listen } from '../../../server/doors/http/listen.ts';
import { createHttp } from '../../../server/doors/http/server.ts';
import { createLogger } from '../../../server/engine/ops/log.ts';
import { createMetrics } from '../../../server/engine/ops/metrics.ts';
import { openEventRoutes } from '../../../server/event-routes.ts';
import { layFoundation } from '../../../server/foundation.ts';
import { openSignIn } from '../../../server/people/sign-in.ts';
import type { Pair } from './pair.ts';

const authSecret = 'of an instance on which nobody signs in with a cookie';

/**
 * What an instance beside a pair serves that has the role `web`, without `live`: no sockets. In this process, and without the pages.
 * @param stack ends it
 * @returns its address
 */
export const startWithoutSockets = async ({ seed, redis }: Pair, stack: AsyncDisposableStack): Promise<string> => {
  const port = await freePort();
  const config = readConfig({
    ...{ DATABASE_URL: seed.databaseUrl, REDIS_URL: redis.url, AUTH_SECRET: authSecret, PORT: String(port) },
    ...{ ROLES: 'web', RATE_LIMIT_FACTOR: '0' },
  });
  const [log, metrics] = [createLogger('silent', 'without sockets'), createMetrics()];
  const foundation = await layFoundation({ config, log, metrics, stack, say: () => {}, onWaiting: () => {} });
  const signIn = openSignIn({ config, database: foundation.database, log, authSecret, stack });
  const http = createHttp({ config, log, metrics, isAccepting: () => true });
  http.serve({ routes: openEventRoutes(foundation, { signIn, live: undefined, stack }) });
  await foundation.bus.start();
  await listen(http, config, stack);
  return `http://127.0.0.1:${port}`;
};
