import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paths } from '../protocol/index.ts';
import { doorbell } from './cluster/bus.ts';
import type { Foundation } from './foundation.ts';
import { ingestTicketsRoute } from './http/ingest-tickets.ts';
import { createPages, type Pages } from './http/pages.ts';
import { precompressed } from './http/precompressed.ts';
import type { Routes } from './http/server.ts';
import { signInRoute } from './http/sign-in.ts';
import type { TicketIngest } from './ingest/http.ts';
import { Tail, type Tidings } from './log/tail.ts';
import type { Auth } from './people/auth.ts';
import type { Sessions } from './people/sessions.ts';

const directory = fileURLToPath(new URL('..', import.meta.url));

/** Follows the log where no sockets do, so that a session that was ended opens no page any more. */
const followSessions = async (
  { database, metrics, log, bus }: Foundation,
  sessions: Sessions,
  stack: AsyncDisposableStack,
) => {
  const isBusHealthy = () => bus.isHealthy();
  const onTidings = async ({ signals }: Tidings) => sessions.follow(signals);
  const tail = new Tail({ database, metrics, log, isBusHealthy, onTidings });
  bus.subscribe(doorbell, () => tail.wake());
  await tail.start();
  stack.defer(() => tail.stop());
  return () => {
    tail.wake();
    bus.publish(doorbell, '');
  };
};

type Options = {
  routes: Routes;
  auth: Auth;
  sessions: Sessions;
  ingest: TicketIngest;
  /** Makes every instance look at the log now; missing where this process holds no sockets. */
  ring: (() => void) | undefined;
  stack: AsyncDisposableStack;
};

/** Adds pages, sign-in and the ticket webhook to the routes. */
export const startWeb = async (foundation: Foundation, options: Options): Promise<Pages> => {
  const { routes, auth, sessions, ingest, stack } = options;
  const pages = await createPages({ directory, development: foundation.config.development, sessions });
  stack.defer(() => pages.close());
  const ring = options.ring ?? (await followSessions(foundation, sessions, stack));
  routes[`${paths.auth}/`] = signInRoute(auth, (cookie) => {
    sessions.forgetCookie(cookie);
    ring();
  });
  routes[paths.ingestTickets] = ingestTicketsRoute(ingest);
  if (!foundation.config.development)
    routes['/_next/static/'] = await precompressed(join(directory, '.next/static'), pages.route);
  routes['/'] = pages.route;
  return pages;
};
