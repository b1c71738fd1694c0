import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Failure, failure, notFound, paths } from '../../../protocol/index.ts';
import type { Config } from '../../config.ts';
import { createClientAddress } from '../../engine/ops/client-address.ts';
import type { Logger } from '../../engine/ops/log.ts';
import type { Metrics } from '../../engine/ops/metrics.ts';
import { type Api, createApi } from './api.ts';
import { Bodies } from './bodies.ts';
import { Failures, requestIdHeader } from './failures.ts';
import { securityHeaders } from './headers.ts';
import { respond } from './respond.ts';
import type { Route } from './route.ts';
import { hasPossibleHost, readTarget } from './target.ts';
import { collector, Upgrades } from './upgrades.ts';
import { showWaitingPage, wantsPage } from './waiting-page.ts';

/** Milliseconds of patience with connections. */
const patience = {
  /**
   * Longer than load balancers keep an idle connection (nginx and AWS: 60 s). Node's 5 s let one send a request into a
   * connection that was just being closed, which it answers with 502.
   */
  idle: 75_000,
  headers: 20_000,
  /** For a whole request: what is slower keeps memory from others. */
  request: 30_000,
};

/** What people look at: everything that is not for programs. */
export type Pages = {
  show(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Says that there is nothing, to a person. */
  missing(request: IncomingMessage, response: ServerResponse): Promise<void>;
};

/** The HTTP server of an instance, which answers `unavailable` until it is told what to serve. */
export type Http = {
  server: Server;
  /** Never listens. Socket.IO puts itself on it, and gets the upgrades to its path. */
  sockets: Server;
  upgrades: Upgrades;
  failures: Failures;
  /** Replaces what is served. */
  serve(served: { routes: readonly Route[]; pages?: Pages | undefined }): void;
};

type Options = {
  config: Pick<Config, 'INSTANCE_ID' | 'PUBLIC_URL' | 'TRUSTED_PROXIES'>;
  log: Logger;
  metrics: Pick<Metrics, 'httpFailures'>;
  /** Whether the instance has started and is not stopping. */
  isAccepting: () => boolean;
};

const isForPrograms = (path: string): boolean =>
  path === '/api' || path.startsWith('/api/') || [paths.alive, paths.ready, paths.metrics].some((own) => own === path);

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What is served at the moment. */
type Served = { api?: Api; pages?: Pages | undefined };

/** Finds out who owns the path of a request, and lets them answer. */
const createAnswer =
  (served: Served, nothingHere: () => Failure): Listener =>
  async (request, response) => {
    const { api, pages } = served;
    if (!hasPossibleHost(request)) return respond(request, response, failure('invalid', 'host: not a host'));
    const target = readTarget(request.url);
    if (!target.ok)
      return pages && wantsPage(request) ? pages.missing(request, response) : respond(request, response, target);
    const { path, query } = target.data;
    // From here on everybody reads the same.
    request.url = `${path}${query}`;
    if (api && isForPrograms(path)) return api(request, response);
    if (path === `${paths.socket}/`) return respond(request, response, ...onlyWebSocket);
    if (pages) return pages.show(request, response);
    const nothing = nothingHere();
    if (nothing.error.code === 'unavailable' && wantsPage(request)) return showWaitingPage(response);
    return respond(request, response, nothing);
  };

const createNodeServer = (listener: Listener, upgrades: Upgrades): Server => {
  const options = {
    keepAliveTimeout: patience.idle,
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    shouldUpgradeCallback: (request: IncomingMessage) => upgrades.wants(request),
  };
  const server = createServer(options, listener);
  // Without this Node would invite a body before anybody has looked at its length.
  server.on('checkContinue', listener);
  server.on('upgrade', (request, socket, head) => upgrades.hand(request, socket, head));
  return server;
};

/**
 * Makes the server. It decides about every request first: its name, the headers every answer carries, and who owns its
 * path. What fails answers `unavailable` or `internal`, and the process goes on.
 */
export const createHttp = ({ config, log, metrics, isAccepting }: Options): Http => {
  const { INSTANCE_ID: instance, PUBLIC_URL: origin, TRUSTED_PROXIES } = config;
  const headers = Object.entries(securityHeaders({ instance, isHttps: origin.startsWith('https://') }));
  const failures = new Failures({ log, metrics });
  const nothingHere = () => (isAccepting() ? notFound() : failure('unavailable', 'starting or stopping', 1_000));
  const clientAddress = createClientAddress(TRUSTED_PROXIES);
  const apiOptions = { bodies: new Bodies(), clientAddress, origin, failures, nothingHere };
  const upgrades = new Upgrades();
  const sockets = collector();
  upgrades.give(`${paths.socket}/`, sockets);
  const served: Served = {};
  const answer = createAnswer(served, nothingHere);
  const listener: Listener = async (request, response) => {
    response.setHeader(requestIdHeader, randomBytes(9).toString('base64url'));
    for (const [name, value] of headers) response.setHeader(name, value);
    try {
      await answer(request, response);
      failures.look(request, response);
    } catch (error) {
      failures.answer(request, response, error);
    }
  };
  return {
    ...{ server: createNodeServer(listener, upgrades), sockets, upgrades, failures },
    serve: ({ routes, pages }) => {
      served.api = createApi(routes, apiOptions);
      served.pages = pages;
    },
  };
};

const onlyWebSocket: [ReturnType<typeof failure>, { status: number; headers: Record<string, string> }] = [
  failure('invalid', 'transport: only WebSocket'),
  { status: 426, headers: { upgrade: 'websocket', connection: 'upgrade' } },
];
