import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerAuditExport } from './doors/http/audit-export.ts';
import { exportRoutes } from './doors/http/exports.ts';
import { ingestNamed, ingestTickets } from './doors/http/ingest-tickets.ts';
import { createPages, hotReload, prepareRenderer, type Renderer } from './doors/http/pages.ts';
import { pictureRoutes } from './doors/http/pictures.ts';
import { precompressed } from './doors/http/precompressed.ts';
import type { Route } from './doors/http/route.ts';
import { webRoutes } from './doors/http/routes.ts';
import type { Http, Pages } from './doors/http/server.ts';
import { doorbell } from './engine/bus/bus.ts';
import { JobList } from './engine/jobs/add-job.ts';
import { Exports } from './exports/index.ts';
import type { Foundation } from './foundation.ts';
import type { SignIn } from './people/sign-in.ts';
import { Pictures } from './pictures/index.ts';
import type { TicketIngest } from './sources/http.ts';
import type { NamedIngest } from './sources/index.ts';

const directory = fileURLToPath(new URL('..', import.meta.url));

/** Loads what renders the pages; nothing else needs to be there yet. */
export const prepareWeb = (development: boolean): Promise<Renderer> => prepareRenderer({ directory, development });

type Options = {
  http: Http;
  renderer: Renderer;
  signIn: SignIn;
  ingest: TicketIngest;
  namedIngest: NamedIngest;
  /** Makes every instance look at the log now; missing where this process holds no sockets, and so does not look itself. */
  ring: (() => void) | undefined;
  stack: AsyncDisposableStack;
};

/** What the role `web` serves: pages, sign-in and the ticket webhook. */
export const startWeb = async (
  { bus, config, database }: Foundation,
  { http, renderer, signIn, ingest, namedIngest, ring = () => bus.publish(doorbell, ''), stack }: Options,
): Promise<{ routes: Route[]; pages: Pages }> => {
  const { sessions, admission, workspace, unconfirmed } = signIn;
  const exports = new Exports({ database, jobs: new JobList(database) });
  const accounts = signIn.createRoutes(ring);
  stack.defer(() => renderer.close());
  if (config.development) http.upgrades.give(hotReload, renderer.upgrades);
  const pages = createPages(renderer, { config, sessions, admission, workspace, failures: http.failures });
  const { ALLOWED_ORIGINS: allowedOrigins, RATE_LIMIT_FACTOR: rateLimitFactor } = config;
  return {
    routes: [
      ...webRoutes({
        accounts: ({ request, address }) => accounts(request, { address }),
        auditExport: answerAuditExport({ sessions, unconfirmed, database }),
        ingestTickets: ingestTickets(ingest),
        ingestNamed: ingestNamed(namedIngest),
      }),
      ...exportRoutes({ sessions, unconfirmed, database, exports }),
      ...pictureRoutes({ sessions, pictures: new Pictures(database), workspace, allowedOrigins, rateLimitFactor }),
    ],
    pages: config.development ? pages : await precompressed(join(directory, '.next/static'), pages),
  };
};
