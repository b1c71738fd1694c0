import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { type Failure, failure, notFound } from '../../../protocol/index.ts';
import type { ClientAddress } from '../../engine/ops/client-address.ts';
import type { Bodies } from './bodies.ts';
import type { Failures } from './failures.ts';
import { type RespondOptions, respond } from './respond.ts';
import type { Route } from './route.ts';

type Env = { Bindings: HttpBindings };

type Options = {
  bodies: Bodies;
  clientAddress: ClientAddress;
  /** What addresses in requests begin with. */
  origin: string;
  /** What is said of a path that is not in the table. */
  nothingHere: () => Failure;
  failures: Failures;
};

/** Answers what programs ask for. */
export type Api = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Serves a table of routes with Hono: path, then method, then access, then body, and only then the route itself.
 * Refusals are written here, on Node's response, because the rest of a refused body must be waited for.
 */
export const createApi = (routes: readonly Route[], options: Options): Api => {
  const app = new Hono<Env>();
  for (const route of routes) app.all(route.path, (context) => answer(route, context, options));
  app.notFound(({ env: { incoming, outgoing } }) => {
    respond(incoming, outgoing, options.nothingHere());
    return RESPONSE_ALREADY_SENT;
  });
  app.onError((error, { env: { incoming, outgoing } }) => {
    options.failures.answer(incoming, outgoing, error);
    return RESPONSE_ALREADY_SENT;
  });
  return getRequestListener((request, env) => app.fetch(request, env as HttpBindings), {
    // For HTTP/1.0, which needs none.
    hostname: 'localhost',
    // Next.js shares this process and needs the real Request and Response.
    overrideGlobalObjects: false,
    autoCleanupIncoming: false,
  });
};

const answer = async (route: Route, context: Context<Env>, options: Options): Promise<Response> => {
  const { incoming, outgoing } = context.env;
  const refuse = (refusal: Failure, options?: RespondOptions) => {
    respond(incoming, outgoing, refusal, options);
    return RESPONSE_ALREADY_SENT;
  };
  const allowed = route.methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  if (!allowed.includes(incoming.method ?? ''))
    return refuse(failure('not_found', `use ${route.methods.join(' or ')}`), {
      status: 405,
      headers: { allow: allowed.join(', ') },
    });
  if (route.access.admits?.(incoming) === false) return refuse(route.access.otherwise ?? notFound());
  const address = options.clientAddress(incoming);
  // A question has no body: the Fetch API cannot even say one.
  const bound = incoming.method === 'POST' ? route.bodyBytes : 0;
  const body = await options.bodies.read(incoming, outgoing, { bound, address });
  if (!body.ok) return refuse(body);
  try {
    const { bytes } = body.data;
    const request = toRequest(incoming, options.origin, bytes);
    return await route.answer({ request, headers: incoming.headers, body: bytes, address });
  } finally {
    body.data.release();
  }
};

const toRequest = (incoming: IncomingMessage, origin: string, body: Buffer<ArrayBuffer>): Request => {
  const { method = 'GET', rawHeaders, url = '/' } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  return new Request(`${origin}${url}`, { method, headers, ...(body.length > 0 && { body }) });
};
