import { fileURLToPath } from 'node:url';
import { paths } from '../protocol/index.ts';
import type { Foundation } from './foundation.ts';
import { ingestTicketsRoute } from './http/ingest-tickets.ts';
import { createPages, type Pages } from './http/pages.ts';
import type { Routes } from './http/server.ts';
import { signInRoute } from './http/sign-in.ts';
import type { TicketIngest } from './ingest/http.ts';
import type { Auth } from './people/auth.ts';
import type { Sessions } from './people/sessions.ts';

const directory = fileURLToPath(new URL('..', import.meta.url));

/** Adds pages, sign-in and the ticket webhook to the routes. */
export const startWeb = async (
  foundation: Foundation,
  options: { routes: Routes; auth: Auth; sessions: Sessions; ingest: TicketIngest; stack: AsyncDisposableStack },
): Promise<Pages> => {
  const { routes, auth, sessions, ingest, stack } = options;
  const pages = await createPages({ directory, development: foundation.config.development, sessions });
  stack.defer(() => pages.close());
  routes[`${paths.auth}/`] = signInRoute(auth);
  routes[paths.ingestTickets] = ingestTicketsRoute(ingest);
  routes['/'] = pages.route;
  return pages;
};
