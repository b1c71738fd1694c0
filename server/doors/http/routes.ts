import { limits, paths } from '../../../protocol/index.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import type { Database } from '../../engine/store/database.ts';
import { whoHasAToken } from './events.ts';
import { alive, ready } from './health.ts';
import { metricsReaders, metricsText } from './metrics.ts';
import { neighbours } from './origins.ts';
import type { Access, Route } from './route.ts';

const whoSigns: Access = { who: 'whoever signs the body with INGEST_SECRET' };
const whoSignsFor: Access = { who: 'whoever signs the body with the secret of the named source' };
const whoWants: Access = { who: 'everybody: the contract is no secret' };
const whoIsAdmin: Access = { who: 'admins, with the session of a page' };
const whoKnows: Access = { who: 'whoever knows the secret that a webhook’s address ends with' };
const whoSignsIn: Access = { who: 'everybody, to sign in and up; whoever is signed in, for their own account' };

/** What there is before anything is ready. */
export const firstRoutes = (instance: string): Route[] => [
  { path: paths.alive, methods: ['GET'], access: neighbours, bodyBytes: 0, answer: alive(instance) },
];

/** What every role has for those who operate it. */
export const operatorRoutes = (parts: {
  instance: string;
  database: Database;
  metrics: Metrics;
  metricsToken: string | undefined;
  isAccepting: () => boolean;
  /** Sets those metrics that are read when somebody asks. */
  measure: () => Promise<void>;
}): Route[] => [
  ...firstRoutes(parts.instance),
  { path: paths.ready, methods: ['GET'], access: neighbours, bodyBytes: 0, answer: ready(parts) },
  {
    ...{ path: paths.metrics, methods: ['GET'], access: metricsReaders(parts.metricsToken), bodyBytes: 0 },
    answer: metricsText(parts.metrics, parts.measure),
  },
];

/** What every instance has that serves people: all that may be asked over sockets, for programs without one. */
export const eventRoutes = (answers: Record<'event' | 'hook' | 'openApi' | 'schemas', Route['answer']>): Route[] => [
  { path: paths.openApi, methods: ['GET'], access: whoWants, bodyBytes: 0, answer: answers.openApi },
  { path: paths.eventSchemas, methods: ['GET'], access: whoWants, bodyBytes: 0, answer: answers.schemas },
  {
    ...{ path: `${paths.events}/*`, methods: ['POST'], access: whoHasAToken, bodyBytes: limits.packetBytes },
    answer: answers.event,
  },
  { path: `${paths.hooks}/*`, methods: ['POST'], access: whoKnows, bodyBytes: limits.hookBytes, answer: answers.hook },
];

/** What the role `web` has besides, for people's browsers and for other programs. */
export const webRoutes = (
  answers: Record<'accounts' | 'auditExport' | 'ingestTickets' | 'ingestNamed', Route['answer']>,
): Route[] => [
  {
    ...{ path: `${paths.auth}/*`, methods: ['GET', 'POST'], access: whoSignsIn, bodyBytes: limits.accountRequestBytes },
    answer: answers.accounts,
  },
  { path: paths.auditExport, methods: ['GET'], access: whoIsAdmin, bodyBytes: 0, answer: answers.auditExport },
  {
    ...{ path: paths.ingestTickets, methods: ['POST'], access: whoSigns, bodyBytes: limits.requestBytes },
    answer: answers.ingestTickets,
  },
  {
    ...{ path: `${paths.ingest}/*`, methods: ['POST'], access: whoSignsFor, bodyBytes: limits.requestBytes },
    answer: answers.ingestNamed,
  },
];
