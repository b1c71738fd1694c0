import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { paths } from '../protocol/index.ts';
import { doorbell } from './cluster/bus.ts';
import type { Foundation } from './foundation.ts';
import { ingestTicketsRoute } from './http/ingest-tickets.ts';
import { createPages, type Pages, prepareRenderer, type Renderer } from './http/pages.ts';
import { precompressed } from './http/precompressed.ts';
import type { Routes } from './http/server.ts';
import { signInRoute } from './http/sign-in.ts';
import type { TicketIngest } from './ingest/http.ts';
import type { Auth } from './people/auth.ts';
import type { Sessions } from './people/sessions.ts';

const directory = fileURLToPath(new URL('..', import.meta.url));

/** Loads what renders the pages; nothing else needs to be there yet. */
export const prepareWeb = (development: boolean): Promise<Renderer> => prepareRenderer({ directory, development });

type Options = {
  renderer: Renderer;
  routes: Routes;
  auth: Auth;
  sessions: Sessions;
  ingest: TicketIngest;
  /** Makes every instance look at the log now; missing where this process holds no sockets, and so does not look itself. */
  ring: (() => void) | undefined;
  stack: AsyncDisposableStack;
};

/** Adds pages, sign-in and the ticket webhook to the routes. */
export const startWeb = async (foundation: Foundation, options: Options): Promise<Pages> => {
  const { renderer, routes, auth, sessions, ingest, stack } = options;
  const pages = createPages(renderer, sessions);
  stack.defer(() => pages.close());
  const ring = options.ring ?? (() => foundation.bus.publish(doorbell, ''));
  routes[`${paths.auth}/`] = signInRoute(auth, ring);
  routes[paths.ingestTickets] = ingestTicketsRoute(ingest);
  if (!foundation.config.development)
    routes['/_next/static/'] = await precompressed(join(directory, '.next/static'), pages.route);
  routes['/'] = pages.route;
  return pages;
};
