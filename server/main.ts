import { hostname } from 'node:os';
import { Heartbeat } from './cluster/index.ts';
import { readConfig } from './config.ts';
import { untilFirstPage } from './doors/http/first-page.ts';
import { listen } from './doors/http/listen.ts';
import { firstRoutes, operatorRoutes } from './doors/http/routes.ts';
import { createHttp } from './doors/http/server.ts';
import { exitOnFailure } from './engine/ops/exit.ts';
import { createLogger, takeOverConsole } from './engine/ops/log.ts';
import { createMetrics } from './engine/ops/metrics.ts';
import { onStop } from './engine/ops/stop.ts';
import { layFoundation } from './foundation.ts';
import type { Live } from './live.ts';
import { loadRoles } from './roles.ts';
import { sourceMeasure } from './sources/index.ts';
import { startWorker } from './worker.ts';

const say = (step: string) => process.stdout.write(`${step}\n`);

const main = async () => {
  const config = readConfig(process.env);
  const log = createLogger(config.LOG_LEVEL, config.INSTANCE_ID);
  // Whoever develops wants to read what Next.js says as it says it.
  if (!config.development) takeOverConsole(log);
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

  const isAccepting = () => state.accepting;
  const http = createHttp({ config, log, metrics, isAccepting });
  http.serve({ routes: firstRoutes(config.INSTANCE_ID) });
  stopListening = await listen(http, config, stack);
  // Loading code blocks this process for a second. The programs of PostgreSQL come first: they run beside it.
  const databaseAtWork = Promise.withResolvers<void>();
  const [foundation, roles] = await Promise.all([
    layFoundation({ config, log, metrics, stack, say, onWaiting: databaseAtWork.resolve }),
    databaseAtWork.promise.then(() => loadRoles(config)),
  ]);
  const { database, bus } = foundation;
  const { authSecret } = foundation;
  const signIn =
    authSecret === undefined ? undefined : roles.signIn?.openSignIn({ config, database, log, authSecret, stack });
  if (signIn) live = await roles.live?.startLive(foundation, { http: http.sockets, signIn, stack });
  const worker = await startWorker(foundation, { live, stack });
  const { renderer } = roles;
  const web =
    signIn && renderer
      ? await roles.web?.startWeb(foundation, {
          http,
          renderer,
          signIn,
          ingest: worker.ingest,
          namedIngest: worker.namedIngest,
          ring: live?.ring,
          stack,
        })
      : undefined;
  const events = signIn && roles.events?.openEventRoutes(foundation, { signIn, live, stack });
  const { INSTANCE_ID: instance, METRICS_TOKEN: metricsToken } = config;
  const measure = sourceMeasure(metrics, foundation.sourceSurvey, database);
  const forOperators = operatorRoutes({ instance, database, metrics, metricsToken, isAccepting, measure });
  const first = web && untilFirstPage(web.pages);
  const routes = [...forOperators, ...(events ?? []), ...(web?.routes ?? [])];
  http.serve({ routes, pages: first?.pages });
  await bus.start();
  await worker.start();
  const known = { people: () => live?.people() ?? 0, sources: worker.sources };
  const heartbeat = new Heartbeat(foundation, known);
  stack.defer(() => heartbeat.stop());
  heartbeat.start();
  state.accepting = true;
  if (config.RATE_LIMIT_FACTOR === 0) log.warn('RATE_LIMIT_FACTOR is 0: there are no rate limits');
  // Here and nowhere else one learns which process an INSTANCE_ID means.
  log.info({ host: hostname(), pid: process.pid }, 'ready');
  void Promise.resolve(first?.shown).then(worker.follow);
  say(`Switchboard is ready at ${config.PUBLIC_URL}`);
  const code = web && (await signIn?.admission.neededCode());
  if (code)
    say(`Nobody has an account yet. Make the first one, the admin, at ${config.PUBLIC_URL}/sign-up#code=${code}`);
};

main().catch(exitOnFailure);
