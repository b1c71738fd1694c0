import { paths } from '../protocol/index.ts';
import { readConfig } from './config.ts';
import { layFoundation } from './foundation.ts';
import { aliveRoute, readyRoute } from './http/health.ts';
import { listen } from './http/listen.ts';
import { metricsRoute } from './http/metrics.ts';
import { createHttp, onOtherUpgrades, type Routes } from './http/server.ts';
import type { Live } from './live.ts';
import { exitOnFailure } from './ops/exit.ts';
import { createLogger } from './ops/log.ts';
import { createMetrics } from './ops/metrics.ts';
import { onStop } from './ops/stop.ts';
import { loadRoles } from './roles.ts';
import { startWorker } from './worker.ts';

const say = (step: string) => process.stdout.write(`${step}\n`);

const main = async () => {
  const config = readConfig(process.env);
  const log = createLogger(config.LOG_LEVEL, config.INSTANCE_ID);
  const metrics = createMetrics();
  const stack = new AsyncDisposableStack();
  const state = { accepting: false };
  let live: Live | undefined;
  let stopListening = () => {};
  onStop(log, async () => {
    state.accepting = false;
    // Whoever leaves now must not come back here, where many a load balancer sends them: it has the fewest connections.
    stopListening();
    await live?.drain();
    await stack.disposeAsync();
  });

  const routes: Routes = { [paths.alive]: aliveRoute(config.INSTANCE_ID) };
  const http = createHttp({ routes, instance: config.INSTANCE_ID, log, isAccepting: () => state.accepting });
  stopListening = await listen(http, config, stack);
  // Loading code blocks this process for a second. The programs of PostgreSQL come first: they run beside it.
  const databaseAtWork = Promise.withResolvers<void>();
  const [foundation, roles] = await Promise.all([
    layFoundation({ config, log, metrics, stack, say, onWaiting: databaseAtWork.resolve }),
    databaseAtWork.promise.then(() => loadRoles(config)),
  ]);
  const { database, bus } = foundation;
  routes[paths.ready] = readyRoute({ instance: config.INSTANCE_ID, database, isAccepting: () => state.accepting });
  routes[paths.metrics] = metricsRoute(metrics, config.METRICS_TOKEN);

  const { authSecret } = foundation;
  const signIn = authSecret === undefined ? undefined : roles.signIn?.openSignIn({ config, database, log, authSecret });
  if (signIn) live = await roles.live?.startLive(foundation, { http, sessions: signIn.sessions, stack });
  const worker = await startWorker(foundation, { delivery: live?.delivery, stack });
  const { renderer } = roles;
  const web =
    signIn && renderer
      ? await roles.web?.startWeb(foundation, {
          ...{ renderer, routes, ...signIn, ingest: worker.ingest, ring: live?.ring, stack },
        })
      : undefined;
  onOtherUpgrades(http, web?.upgrade);
  await bus.start();
  await worker.start();
  state.accepting = true;
  if (config.RATE_LIMIT_FACTOR === 0) log.warn('RATE_LIMIT_FACTOR is 0: there are no rate limits');
  say(`Switchboard is ready at ${config.PUBLIC_URL}`);
};

main().catch(exitOnFailure);
