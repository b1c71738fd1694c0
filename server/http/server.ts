import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { failure, paths } from '../../protocol/index.ts';
import type { Logger } from '../ops/log.ts';
import { isPassing } from '../store/database.ts';
import { respond } from './respond.ts';

export type Route = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Which path is answered by what. A key that ends in a slash stands for everything below it. */
export type Routes = Record<string, Route>;

/**
 * Milliseconds that an idle connection is kept: longer than load balancers keep theirs (nginx and AWS: 60 s). Node's 5 s
 * let it send a request into a connection that was just being closed, which it answers with 502.
 */
const idleConnection = 75_000;

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'content-security-policy': "frame-ancestors 'none'; base-uri 'self'; object-src 'none'; form-action 'self'",
};

const routeFor = (routes: Routes, url: string | undefined): Route | undefined => {
  const path = (url ?? '/').split('?', 1)[0] ?? '/';
  const exact = routes[path];
  if (exact && Object.hasOwn(routes, path)) return exact;
  const prefix = Object.keys(routes).find((key) => key.endsWith('/') && path.startsWith(key));
  return prefix === undefined ? undefined : routes[prefix];
};

type Options = {
  /** May be added to while the instance starts. */
  routes: Routes;
  /** Name of this instance, sent with every answer. */
  instance: string;
  log: Logger;
  /** Whether the instance has started and is not stopping. */
  isAccepting: () => boolean;
};

/** The HTTP server of an instance. A route that throws answers `unavailable` or `internal`; the process goes on. */
export const createHttp = ({ routes, instance, log, isAccepting }: Options): Server => {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('x-switchboard-instance', instance);
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const route = routeFor(routes, request.url);
    if (route) await route(request, response);
    else if (!isAccepting()) respond(response, failure('unavailable', 'starting', 1_000));
    else respond(response, failure('not_found', 'not found'));
  };
  return createServer({ keepAliveTimeout: idleConnection }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error, url: request.url }, 'a request failed');
      if (response.headersSent) response.destroy();
      else if (isPassing(error)) respond(response, failure('unavailable', 'cannot be done now', 1_000));
      else respond(response, failure('internal', 'something went wrong on the server'));
    });
  });
};

/** Hands every upgrade that is not Socket.IO's to `take`, or ends it. */
export const onOtherUpgrades = (
  server: Server,
  take: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined,
): void => {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.startsWith(paths.socket)) return;
    if (take) take(request, socket, head);
    else socket.destroy();
  });
};
